// stop_condition, has_more_path and maximum_empty_pages on every paginator, over an API that would go on for ever.
import { definePipeline, open } from 'penstock';
import { describe, expect, test } from 'vitest';
import { paginators } from '../../../src/source/paginators/index.ts';
import { json, queryOf, serve } from '../../helpers/serve.ts';

/** Names the next page in every way at once; five pages with records, then as many empty ones as are wanted. */
async function read(paginator: object, emptyPages = 0, hasMore: (page: number) => unknown = () => undefined) {
  let page = 0;
  const api = await serve((request, response) => {
    page += 1;
    if (page > 40) return request.socket.destroy();
    const at = Number(queryOf(request).get('at') ?? 0) + 1;
    response.setHeader('link', `</things?at=${at}>; rel="next"`);
    response.setHeader('x-next', `c${page}`);
    const isEmpty = page > 5 && page <= 5 + emptyPages;
    const body = { next: `/things?at=${at}`, cursor: `c${page}`, more: hasMore(page) };
    json(response, { ...body, data: isEmpty ? [] : [{ id: page }] });
  });
  const pipeline = definePipeline({
    client: { base_url: api.url, retry: { max_retries: 0 }, concurrency: 1 },
    resources: [
      { name: 'things', endpoint: { data_selector: 'data', paginator: paginator as { type: 'auto' } } },
    ],
  });
  const ids: unknown[] = [];
  try {
    const opened = await open(pipeline, { environment: {} });
    for await (const record of opened.records('things')) ids.push(record.id);
  } catch (error) {
    return { ids, failure: (error as Error).message };
  }
  return { ids };
}

const kinds: readonly object[] = [
  { type: 'auto' },
  { type: 'page_number', base_page: 1, stop_after_empty_page: false },
  { type: 'offset', limit: 1, stop_after_empty_page: false },
  { type: 'cursor', cursor_path: 'cursor' },
  { type: 'json_link', next_url_path: 'next' },
  { type: 'json_response', next_url_path: 'next' },
  { type: 'header_link' },
  { type: 'header_cursor', cursor_key: 'x-next' },
];

test('every paginator but single_page is here', () => {
  const types = paginators.map(({ type }) => type).filter((type) => type !== 'single_page');
  expect(kinds.map((kind) => (kind as { type: string }).type).sort()).toEqual(types.sort());
});

describe.each(kinds.map((kind) => [(kind as { type: string }).type, kind] as const))('%s', (_type, kind) => {
  test('stop_condition: an expression', async () => {
    const ofPage = { ...kind, stop_condition: 'page >= 3' };
    expect(await read(ofPage)).toEqual({ ids: [1, 2, 3] });
    const ofBody = { ...kind, stop_condition: 'not response.more' };
    expect(await read(ofBody, 0, (page) => page < 3)).toEqual({ ids: [1, 2, 3] });
    const ofHeader = { ...kind, stop_condition: "headers['x-next'] == 'c3'" };
    expect(await read(ofHeader)).toEqual({ ids: [1, 2, 3] });
    const ofRecord = { ...kind, stop_condition: 'last_record.id >= 3 and last_page_size == 1' };
    expect(await read(ofRecord)).toEqual({ ids: [1, 2, 3] });
  });

  test('stop_condition: a function', async () => {
    const ofBody = { ...kind, stop_condition: (body: { data: { id: number }[] }) => body.data[0]?.id === 3 };
    expect(await read(ofBody)).toEqual({ ids: [1, 2, 3] });
    const ofPage = { ...kind, stop_condition: (_: unknown, { page }: { page: number }) => page === 2 };
    expect(await read(ofPage)).toEqual({ ids: [1, 2] });
  });

  test('stop_condition: a function that fails is named', async () => {
    const wrong = () => {
      throw new TypeError('no such thing');
    };
    expect((await read({ ...kind, stop_condition: wrong })).failure).toMatch(/stop_condition.*no such thing/);
  });

  test.each<[string, (page: number) => unknown]>([
    ['a flag', (page) => page < 3],
    ['a flag as text', (page) => String(page < 3)],
    ['null and not null', (page) => (page < 3 ? { at: page } : null)],
    ['a link and nothing', (page) => (page < 3 ? '/things' : '')],
    ['what remains', (page) => 3 - page],
  ])('has_more_path: %s', async (_name, hasMore) => {
    expect(await read({ ...kind, has_more_path: 'more' }, 0, hasMore)).toEqual({ ids: [1, 2, 3] });
  });

  test('maximum_empty_pages', async () => {
    const stop = { ...kind, stop_condition: 'page >= 20' };
    const ids = [1, 2, 3, 4, 5, 18, 19, 20];
    expect(await read({ ...stop, maximum_empty_pages: 12 }, 12)).toEqual({ ids });
    expect((await read(stop, 12)).failure).toMatch(/11 empty pages in a row/);
    expect((await read({ ...stop, maximum_empty_pages: 2 }, 12)).failure).toMatch(/3 empty pages in a row/);
  });
});
