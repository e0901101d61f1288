import { expect, test } from 'vitest';
import { text } from '../../faults/cases/case.ts';
import { extract } from '../../helpers/extract.ts';

test('a key twice in one object is said once, and the records are read', async () => {
  const { code, stderr, records } = await extract(
    text('{"data":[{"id":1,"a":1,"a":2},{"id":2,"a":1,"a":3}]}'),
  );
  expect(code, stderr).toBe(0);
  expect(records).toEqual([
    { id: 1, a: 2 },
    { id: 2, a: 3 },
  ]);
  expect(stderr.match(/the key "a" stands twice in one object/g)).toHaveLength(1);
});

test.each([
  ['one key in two objects', '{"data":[{"id":1,"in":{"id":2}},{"id":3}]}'],
  ['texts that look like keys', '{"data":[{"id":1,"a":":","b":"\\":\\"a\\":"}]}'],
  ['white space before the colon', '{"data" : [ { "id" : 1 } ] }'],
])('%s is nothing to say', async (_what, body) => {
  const { code, stderr } = await extract(text(body));
  expect(code, stderr).toBe(0);
  expect(stderr).not.toContain('twice');
});
