// A scroll, sort values and a count of what is left, where no paginator is named: said where more is to come, and only there.
import { expect, test } from 'vitest';
import { extract } from '../../helpers/extract.ts';
import { json } from '../../helpers/serve.ts';

const hits = [{ _id: 'a' }, { _id: 'b' }];
const read = (body: object) =>
  extract((_, response) => json(response, body), { endpoint: { data_selector: 'hits.hits' } });

test.each<[string, object, RegExp]>([
  ['a scroll', { _scroll_id: 'x', hits: { hits } }, /"_scroll_id" says where a search goes on/],
  ['a scroll that has a total', { _scroll_id: 'x', hits: { total: { value: 5 }, hits } }, /total of 5/],
  ['sort values', { search_after: [3], hits: { hits } }, /"search_after" says where a search goes on/],
  ['a rest', { cursor: 0, remaining: 3, hits: { hits } }, /"remaining" says that 3 more remain/],
])('%s: exit 4, with what to paste', async (_name, body, says) => {
  const outcome = await read(body);
  expect(outcome.code).toBe(4);
  expect(outcome.stderr).toMatch(says);
  expect(outcome.stderr).toMatch(/"paginator": \{"type": "(cursor|offset)"/);
});

test.each<[string, object]>([
  ['a scroll whose total has come', { _scroll_id: 'x', hits: { total: { value: 2 }, hits } }],
  ['a scroll with nothing in it', { _scroll_id: 'x', hits: { hits: [] } }],
  ['nothing left', { cursor: 0, remaining: 0, hits: { hits } }],
  ['a rate limit', { remaining: 4999, reset: 5, page: 1, hits: { hits } }],
  ['a plain list', { hits: { hits } }],
])('%s: complete', async (_name, body) => {
  const outcome = await read(body);
  expect(outcome.code, outcome.stderr).toBe(0);
});
