// Page 1 is the first, unless page 0 holds records that page 1 does not.
import { describe, expect, test } from 'vitest';
import { firstPosition } from '../../src/source/first-page.ts';
import { pageNumber } from '../../src/source/paginators/page-number.ts';
import { extract } from '../helpers/extract.ts';
import { json, queryOf } from '../helpers/serve.ts';

/** @param pages their records by number; a page that is not there fails */
async function firstOf(pages: Record<number, unknown[]>, options: object = {}) {
  const asked: unknown[] = [];
  const answerOf = async ({ page }: { page?: unknown }) => {
    asked.push(page);
    const body = pages[Number(page)];
    return body === undefined
      ? undefined
      : { status: 200, headers: {}, size: 1, body, url: new URL('http://api.test') };
  };
  const window = { start: () => {}, peek: answerOf } as unknown as Parameters<typeof firstPosition>[1];
  const paginator = pageNumber.create(pageNumber.options.parse(options));
  const first = await firstPosition(paginator, window, ({ body }) => body as unknown[]);
  return { first: first.page, asked };
}
const ids = (...list: number[]) => list.map((id) => ({ id, seen: Math.random() }));

test.each<[string, Record<number, unknown[]>, number]>([
  ['page 0 holds records of its own', { 0: ids(1, 2), 1: ids(3, 4) }, 0],
  ['page 0 is page 1', { 0: ids(1, 2), 1: ids(1, 2) }, 1],
  ['page 0 is empty', { 0: [], 1: ids(1, 2) }, 1],
  ['page 0 fails', { 1: ids(1) }, 1],
  ['page 1 fails', { 0: ids(1) }, 1],
  ['page 0 is all pages at once', { 0: ids(1, 2, 3, 4), 1: ids(1, 2) }, 1],
  ['page 0 is the only one', { 0: ids(1, 2), 1: [] }, 0],
  ['records without an id', { 0: [{ a: 1 }], 1: [{ a: 2 }] }, 0],
  ['records without an id, the same', { 0: [{ a: 1 }], 1: [{ a: 1 }] }, 1],
])('%s', async (_name, pages, first) => {
  expect((await firstOf(pages)).first).toBe(first);
});

test('a page that the pipeline names is not questioned', async () => {
  expect(await firstOf({ 0: ids(1), 1: ids(2) }, { base_page: 1 })).toEqual({ first: 1, asked: [] });
});

describe('over a socket, page 0', () => {
  const paginator = { type: 'page_number' };
  const listOf =
    (pages: Record<string, unknown>): Parameters<typeof extract>[0] =>
    (request, response) => {
      const page = pages[queryOf(request).get('page') ?? ''];
      if (page === undefined) return json(response, { error: 'no such page' }, 400);
      json(response, { data: page });
    };

  test('holds records that page 1 does not: it is the first', async () => {
    const outcome = await extract(listOf({ 0: [{ id: 1 }], 1: [{ id: 2 }], 2: [] }), {
      endpoint: { paginator },
    });
    expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }, { id: 2 }] });
  });

  test('the only page there is', async () => {
    const outcome = await extract(listOf({ 0: [{ id: 1 }], 1: [] }), { endpoint: { paginator } });
    expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }] });
  });

  test('is page 1 again, all pages at once, empty or an error: it is none', async () => {
    const pages = { 1: [{ id: 1 }, { id: 2 }], 2: [{ id: 3 }], 3: [] };
    const zeros = [[{ id: 1, at: 9 }, { id: 2 }], [{ id: 1 }, { id: 2 }, { id: 3 }], [], undefined, 'x'];
    for (const zero of zeros) {
      const outcome = await extract(listOf({ ...pages, 0: zero }), { endpoint: { paginator } });
      expect(outcome.code, outcome.stderr).toBe(0);
      expect(outcome.records.map(({ id }) => id)).toEqual([1, 2, 3]);
    }
  });

  test('is not asked for where the pipeline says which page is the first', async () => {
    const outcome = await extract(listOf({ 1: [{ id: 1 }], 2: [] }), {
      endpoint: { paginator: { ...paginator, base_page: 1 } },
    });
    expect(outcome.requests.map(({ target }) => target)).not.toContain('/things?page=0');
  });
});
