// Every paginator x every wrong answer on a middle page: all records and exit 0, or a failure; never a third thing.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { setPath } from '../../src/core/path.ts';
import type { Position } from '../../src/source/paginators/contract.ts';
import { paginators } from '../../src/source/paginators/index.ts';
import { extract } from '../helpers/extract.ts';
import { json } from '../helpers/serve.ts';

const PAGES = 10;
const SIZE = 10;
const WRONG_PAGE = 3;

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

const bodies: Record<string, Answer> = {
  'no body': { body: '' },
  blanks: { body: ' \n ' },
  'a lone BOM': { body: '\uFEFF' },
  204: { status: 204, body: '' },
  202: { status: 202, body: '' },
  '{}': { body: '{}' },
  null: { body: 'null' },
  'a text': { body: '"try again"' },
  'a number': { body: '0' },
  false: { body: 'false' },
  'a list': { body: '[]' },
  'a list of lists': { body: '[[1],[2]]' },
  'data null': { body: '{"data":null}' },
  'data an object without keys': { body: '{"data":{}}' },
  'data a text': { body: '{"data":"Session expired"}' },
  'data a number': { body: '{"data":7}' },
  'data a list of scalars': { body: '{"data":[1,2]}' },
  'data a list of lists': { body: '{"data":[[1]]}' },
  'an error': { body: '{"error":{"message":"overloaded"}}' },
  'errors in the manner of GraphQL': { body: '{"errors":[{"message":"overloaded"}]}' },
  HTML: { headers: { 'content-type': 'text/html' }, body: '<html>overloaded</html>' },
  'JSON that is cut': { body: '{"data":[{"id":20},' },
  404: { status: 404, body: '{"error":"gone"}' },
  500: { status: 500, body: '' },
};

/** Answers wherever a paginator's options name a place; which page is asked for, the order of its requests tells. */
function api(options: Readonly<Record<string, unknown>>, pageOf: (request: IncomingMessage) => number) {
  const texts = Object.values(options).filter((value) => typeof value === 'string');
  const places = texts.filter((text) => /^[\w.-]+$/.test(text));
  const flags = texts.flatMap((text) => [...text.matchAll(/'(\w+)'/g)].map(([, word]) => word ?? ''));
  return (request: IncomingMessage, response: ServerResponse, wrong?: Answer | 'page 1' | 'page 2') => {
    const asked = pageOf(request);
    const isWrong = asked === WRONG_PAGE && wrong !== undefined;
    if (isWrong && typeof wrong === 'object') {
      response.writeHead(wrong.status ?? 200, { 'content-type': 'application/json', ...wrong.headers });
      return response.end(wrong.body);
    }
    const page = isWrong ? Number(String(wrong).slice(-1)) : asked;
    const isLast = page >= PAGES;
    const next = isLast ? null : `/things?at=${page + 1}`;
    const body: Record<string, unknown> = {};
    for (const place of places) setPath(body, place, next);
    for (const object of [body, ...Object.values(body)]) {
      for (const flag of flags) {
        if (typeof object === 'object' && object !== null && !(flag in object))
          Object.assign(object, { [flag]: !isLast });
      }
    }
    if (!isLast) {
      const relations = places.map((place) => `<${next}>; rel="${place}"`).join(', ');
      if (relations !== '') response.setHeader('link', relations);
      for (const place of places) if (/^[a-z-]+$/.test(place)) response.setHeader(place, String(next));
    }
    const data = Array.from({ length: SIZE }, (_, i) => ({ id: (page - 1) * SIZE + i }));
    json(response, { ...body, data: page > PAGES || page < 1 ? [] : data });
  };
}

const followers = paginators.filter((one) => Object.keys(one.example).length > 1);

describe.each(followers.map((one) => [one.type, one] as const))('%s', (type, declaration) => {
  const options = { ...declaration.example, limit: SIZE, base_page: 1 } as Record<string, unknown>;
  for (const key of ['limit', 'base_page']) if (!(key in declaration.options.shape)) delete options[key];
  const paginator = declaration.create(declaration.options.parse(options) as never);

  /** The page that a request asks for: by the link's own number, or by what the paginator sends for a page. */
  const pageOf = (request: IncomingMessage): number => {
    const query = new URL(request.url ?? '', 'http://localhost').searchParams;
    const named = [...query.values()].map((value) => /at=(\d+)/.exec(value)?.[1] ?? query.get('at'));
    const at = named.find((value) => value !== null && value !== undefined);
    if (at !== undefined) return Number(at);
    const full = {
      index: 1,
      url: 'http://localhost/',
      status: 200,
      headers: {},
      body: {},
      records: Array(SIZE).fill({}),
    };
    const positions: Position[] = [paginator.start];
    for (let steps = 0; steps < PAGES + 200 && paginator.ahead !== undefined; steps += 1) {
      positions.push(paginator.ahead({ ...full, position: paginator.start }, steps) ?? paginator.start);
    }
    const isSent = (position: Position) => {
      const { query: params = {}, headers = {} } = paginator.request(position);
      const isAsked = Object.entries(params).every(([name, value]) => query.get(name) === String(value));
      return isAsked && Object.entries(headers).every(([name, value]) => request.headers[name] === value);
    };
    return positions.findIndex(isSent) + 1;
  };
  const answer = api(options, pageOf);
  const run = (wrong: Answer | 'page 1' | 'page 2' | undefined, times = Number.POSITIVE_INFINITY) => {
    let count = 0;
    return extract(
      (request, response) => {
        const isWrong = pageOf(request) === WRONG_PAGE && count++ < times;
        return answer(request, response, isWrong ? wrong : undefined);
      },
      {
        endpoint: { paginator: { type, ...options } },
        client: { retry: { initial_wait: 0.001, max_wait: 0.01 } },
      },
    );
  };
  const isWhole = (outcome: Awaited<ReturnType<typeof run>>) => {
    const ids = outcome.records.map((record) => record.id);
    return ids.length === PAGES * SIZE && ids.every((id, i) => id === i);
  };

  test('right answers only', async () => {
    const outcome = await run(undefined);
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(isWhole(outcome)).toBe(true);
  });

  test.each(Object.entries(bodies))('%s, each time: a failure', async (_name, wrong) => {
    const outcome = await run(wrong);
    expect(outcome.code, `${outcome.records.length} records\n${outcome.stderr}`).not.toBe(0);
    expect(outcome.code).not.toBe(1);
  });

  test.each(Object.entries(bodies))('%s, once: all records, or a failure', async (_name, wrong) => {
    const outcome = await run(wrong, 1);
    expect(outcome.code).not.toBe(1);
    expect(outcome.code !== 0 || isWhole(outcome), `${outcome.records.length} records`).toBe(true);
  });

  test.each(['page 1', 'page 2'] as const)('%s again: a failure', async (page) => {
    expect((await run(page)).code).toBe(4);
  });

  test('an empty list, once: all records', async () => {
    const outcome = await run({ body: '{"data":[]}' }, 1);
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(isWhole(outcome)).toBe(true);
  });
});
