import { expect, test } from 'vitest';
import { applySettings } from '../../src/cli/set.ts';

const pipeline = {
  client: { base_url: 'https://x.example' },
  resources: [{ name: 'a', endpoint: { params: { 'a.b': 1 } } }],
};

test.each<[string, unknown]>([
  ['resources[0].endpoint.params.id=9007199254740993', { 'a.b': 1, id: 9007199254740993n }],
  ["resources[0].endpoint.params['a.b']=two", { 'a.b': 'two' }],
  ['resources.0.endpoint.params={"c": 3}', { c: 3 }],
  ['resources[0].endpoint.params.__proto__=1', JSON.parse('{"a.b": 1, "__proto__": 1}')],
])('%s', (setting, params) => {
  const before = structuredClone(pipeline);
  const changed = applySettings(pipeline, [setting]) as typeof pipeline;
  expect(changed.resources[0]?.endpoint.params).toEqual(params);
  expect(pipeline).toEqual(before);
});

test.each([
  'a',
  '=b',
  'resources[-1].name=x',
  'a..b=1',
  'resources[*].name=x',
  'resources[7].name=x',
  'client.base_url.x=1',
])('%s is refused', (setting) => expect(() => applySettings(pipeline, [setting])).toThrow(/--set/));
