// Large JSON bodies: in parts or in one piece, the same records and the same end.
import { describe, expect, test } from 'vitest';
import { type ExtractOptions, extract } from '../../helpers/extract.ts';
import { queryOf } from '../../helpers/serve.ts';

// A page just above the size from which bodies are parsed in parts, of a few parts; and a small one behind it.
const LARGE = 2500;
const SMALL = 3;
const text = 'é'.repeat(1750);
const recordsOf = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: from + i, text, inner: [{ of: from + i }] }));
const large = recordsOf(0, LARGE);
const bodies = [
  { meta: { total: LARGE + SMALL }, response: { data: large }, next: LARGE },
  { meta: { total: LARGE + SMALL }, response: { data: recordsOf(LARGE, SMALL) }, next: null },
  { meta: { total: LARGE + SMALL }, response: { data: [] }, next: null },
].map((body) => JSON.stringify(body));
const bodyAt = (from: number) => bodies[from === 0 ? 0 : from === LARGE ? 1 : 2];

async function read(options: ExtractOptions, answer = bodyAt) {
  const outcome = await extract(
    (request, response) => {
      const at = Number(queryOf(request).get('from') ?? 0);
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer(at));
    },
    {
      ...options,
      endpoint: { data_selector: 'response.data', params: { limit: LARGE }, ...options.endpoint },
      words: ['-v', ...(options.words ?? [])],
    },
  );
  const ids = outcome.records.map(({ id }) => id);
  return { ...outcome, ids, isWhole: ids.length === LARGE + SMALL && ids.every((id, at) => id === at) };
}

describe('every record, in order', () => {
  const cursor = { type: 'cursor', cursor_param: 'from' };
  test.each<[string, object]>([
    ['by a cursor', { paginator: { ...cursor, cursor_path: 'next' } }],
    [
      'by the last record',
      { paginator: { type: 'offset', limit: LARGE, offset_param: 'from', total_path: 'meta.total' } },
    ],
    [
      'without a selector that names one place',
      { data_selector: '$.response.data[?(@.id >= 0)]', paginator: { ...cursor, cursor_path: 'next' } },
    ],
  ])('%s', async (_, endpoint) => {
    const outcome = await read({ endpoint });
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.isWhole).toBe(true);
    expect(outcome.stderr).toMatch(/things +complete +[23] +2,503/);
  });

  test('of another list than the longest, and of one in it', async () => {
    const paginator = { ...cursor, cursor_path: 'next' };
    const inner = await read({ endpoint: { data_selector: 'response.data[*].inner', paginator } });
    expect(inner.records.map(({ of }) => of)).toEqual(Array.from({ length: LARGE + SMALL }, (_, i) => i));
    const placed = await read({
      endpoint: { data_selector: 'response.data[2000]', paginator: 'single_page' },
    });
    expect(placed.ids).toEqual([2000]);
    const whole = await read({ endpoint: { data_selector: '$', paginator }, words: ['--limit', '1'] });
    expect((whole.records[0] as { response: { data: unknown[] } }).response.data).toHaveLength(LARGE);
  });
});

test('a page as full as was asked for, with no paginator named, is no end', async () => {
  const outcome = await read({}, () => JSON.stringify({ response: { data: large } }));
  expect(outcome).toMatchObject({
    code: 4,
    stderr: expect.stringMatching(/as many records came as were asked for/),
  });
});

test('one that is cut is asked for again, and nothing of it is handed on', async () => {
  let asked = 0;
  const [whole = ''] = bodies;
  const outcome = await read(
    { endpoint: { paginator: { type: 'cursor', cursor_param: 'from', cursor_path: 'next' } } },
    (at) => {
      asked += 1;
      if (asked === 1) return `${whole.slice(0, -400)}]}`;
      return bodyAt(at);
    },
  );
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(outcome.isWhole).toBe(true);
  expect(outcome.requests).toHaveLength(3);
  expect(outcome.stderr).toMatch(/the body is not JSON/);
});
