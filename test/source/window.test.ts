// Windows: pages asked for ahead of their turn, in the API's order, adapting to what the host can take.
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { extract } from '../helpers/extract.ts';
import { json, queryOf } from '../helpers/serve.ts';

const ids = (count: number) => Array.from({ length: count }, (_, i) => ({ id: i }));

/** An offset API that answers late, the later pages sooner, and counts what it has in hand. */
function lateOffsets(count: number, extra: object = {}, size = (limit: number) => limit) {
  const state = { inFlight: 0, most: 0 };
  const listener: Parameters<typeof extract>[0] = async (request, response) => {
    const query = queryOf(request);
    const from = Number(query.get('offset'));
    state.inFlight += 1;
    state.most = Math.max(state.most, state.inFlight);
    await delay(10 + ((from * 7) % 30));
    state.inFlight -= 1;
    const to = from + size(Number(query.get('limit')));
    json(response, { data: ids(count).slice(from, to), ...extra });
  };
  return { state, listener };
}

const paginator = (more: object = {}) => ({ paginator: { type: 'offset', limit: 10, ...more } });

describe('a window of pages', () => {
  test('several in flight, emitted in order', async () => {
    const { state, listener } = lateOffsets(500);
    const outcome = await extract(listener, { endpoint: paginator() });
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.records).toEqual(ids(500));
    expect(state.most).toBeGreaterThan(4);
    expect(state.most).toBeLessThanOrEqual(16);
  });

  test('a stated total keeps it from asking past the end', async () => {
    const { listener } = lateOffsets(200, { total: 200 });
    const outcome = await extract(listener, { endpoint: paginator({ total_path: 'total' }) });
    expect(outcome.records).toEqual(ids(200));
    // Twenty pages and the empty one that ends the chain.
    expect(outcome.requests).toHaveLength(21);
  });

  test('a total that is too small ends nothing, one too large is said', async () => {
    const { listener } = lateOffsets(200, { total: 100_000 });
    const short = await extract(listener, { endpoint: paginator({ total_path: 'total' }) });
    expect(short).toMatchObject({ code: 4, records: ids(200) });
    for (const total of [30, 'many', null]) {
      const { listener } = lateOffsets(200, { total });
      const outcome = await extract(listener, { endpoint: paginator({ total_path: 'total' }) });
      expect(outcome.code, outcome.stderr).toBe(0);
      expect(outcome.records).toEqual(ids(200));
    }
  });

  test('a server that caps its pages: the size that came counts, not the one that was asked for', async () => {
    const { state, listener } = lateOffsets(300, {}, () => 7);
    const outcome = await extract(listener, { endpoint: paginator() });
    expect(outcome.records).toEqual(ids(300));
    expect(state.most).toBeGreaterThan(1);
  });

  test('pages of changing size: what was guessed wrong is asked for anew', async () => {
    let count = 0;
    const { listener } = lateOffsets(300, {}, (limit) => (count++ % 5 === 3 ? 3 : limit));
    const outcome = await extract(listener, { endpoint: paginator() });
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.records).toEqual(ids(300));
  });

  test('what goes wrong past the end is nobody’s business', async () => {
    const outcome = await extract(
      (request, response) => {
        const page = Number(queryOf(request).get('page'));
        if (page > 5) return json(response, { error: 'no such page' }, 404);
        json(response, { data: [{ id: page }], more: page < 5 });
      },
      { endpoint: { paginator: { type: 'page_number', base_page: 1, has_more_path: 'more' } } },
    );
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.records).toEqual([1, 2, 3, 4, 5].map((id) => ({ id })));
    expect(outcome.stderr).not.toMatch(/404/);
  });

  test('--limit asks for no window', async () => {
    const { listener } = lateOffsets(5000);
    const outcome = await extract(listener, { endpoint: paginator(), words: ['--limit', '15'] });
    expect(outcome.records).toHaveLength(15);
    expect(outcome.requests.length).toBeLessThanOrEqual(4);
  });

  test('the window gives way to 429s', async () => {
    let inFlight = 0;
    let refused = 0;
    const outcome = await extract(
      async (request, response) => {
        inFlight += 1;
        const isTooMuch = inFlight > 3;
        await delay(20);
        inFlight -= 1;
        if (isTooMuch) refused += 1;
        const from = Number(queryOf(request).get('offset'));
        if (isTooMuch) response.writeHead(429, { 'retry-after': '0.05' }).end();
        else json(response, { data: ids(600).slice(from, from + 10) });
      },
      { endpoint: paginator(), client: { retry: { initial_wait: 0.05, max_retries: 8 } } },
    );
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.records).toEqual(ids(600));
    // Without giving way, most of the requests would be refused at least once.
    expect(refused).toBeLessThan(30);
  });
});
