// Plan, partition and position to one request: the address, and which of several values counts.
import { describe, expect, test } from 'vitest';
import { requestBuilder } from '../../src/source/build-request.ts';
import { endpointFiller } from '../../src/source/fill-templates.ts';
import type { PageRequest } from '../../src/source/paginators/contract.ts';
import { resourcePlan } from '../helpers/plans.ts';

const endpoint = endpointFiller(resourcePlan().endpoint)({});
const NOTHING = { params: {}, headers: {}, body: {}, pathValues: {} };
type Parts = Parameters<typeof requestBuilder>;

const build = (
  parts: { client?: Partial<Parts[0]>; plan?: Partial<Parts[1]>; partition?: Partial<Parts[2]> },
  page: PageRequest = {},
) =>
  requestBuilder(
    {
      base_url: 'https://api.test/v1',
      params: undefined,
      headers: undefined,
      allowed_origins: [],
      ...parts.client,
    },
    { ...endpoint, path: 'things', ...parts.plan },
    { ...NOTHING, ...parts.partition },
  )(page);
const urlOf = (...words: Parameters<typeof build>) => build(...words).url.href;

describe('the address', () => {
  test.each([
    ['https://api.test/v1', 'things', 'https://api.test/v1/things'],
    ['https://api.test/v1/', '/things', 'https://api.test/v1/things'],
    ['https://api.test/v1//', '', 'https://api.test/v1'],
    ['https://api.test/v1', 'https://other.test/x', 'https://other.test/x'],
    ['https://api.test', 'things?kind=a', 'https://api.test/things?kind=a'],
  ])('%s and %j', (base_url, path, url) => {
    expect(urlOf({ client: { base_url }, plan: { path } })).toBe(url);
  });

  test('a placeholder is filled by the partition, encoded', () => {
    const pathValues = { id: 'a/b c?#é', '': 'x' };
    expect(urlOf({ plan: { path: 'x/{id}/y' }, partition: { pathValues } })).toBe(
      'https://api.test/v1/x/a%2Fb%20c%3F%23%C3%A9/y',
    );
    expect(() => build({ plan: { path: '{id}/{other}' }, partition: { pathValues } })).toThrow(
      /nothing fills \{other\}/,
    );
    expect(() => build({ plan: { path: '{toString}' } })).toThrow(/nothing fills \{toString\}/);
  });

  test.each(['.', '..', ''])('%j is a step of its own, and refused in a path', (id) => {
    expect(() => build({ plan: { path: 'x/{id}' }, partition: { pathValues: { id } } })).toThrow(
      `{id} cannot be "${id}"`,
    );
  });

  test('one that is none is a config error', () => {
    expect(() => build({ plan: { path: 'http://127.0.0.1:99999/x' } })).toThrow(/makes no address/);
  });
});

describe('the query', () => {
  test('the page goes before the partition, the resource and the client', () => {
    const parts = {
      client: { params: { a: 'client', b: 'client', c: 'client', d: 'client' } },
      plan: { params: { b: 'plan', c: 'plan', d: 'plan' } },
      partition: { params: { c: 'partition', d: 'partition' } },
    };
    expect(urlOf(parts, { query: { d: 'page' } })).toMatch(/\?a=client&b=plan&c=partition&d=page$/);
  });

  test('a value takes the place of one in the path; null takes it away; a list is sent one by one', () => {
    const plan = { path: 'things?a=0&keep=1', params: { a: [1, 2], keep2: true } };
    expect(urlOf({ plan }, { query: { keep2: null } })).toMatch(/\?keep=1&a=1&a=2$/);
  });

  test('what every request carries stays at home', () => {
    const client = { params: { key: 'k' }, allowed_origins: ['https://other.test'] };
    expect(urlOf({ client, plan: { path: 'https://other.test/x', params: { a: 1 } } })).toBe(
      'https://other.test/x?a=1',
    );
  });
});

describe('a link', () => {
  const parts = {
    client: { params: { key: 'k' } },
    plan: { params: { a: 1 } },
    partition: { params: { p: 1 } },
  };

  test('is taken as it is, with what every request must carry where it is left out', () => {
    expect(urlOf(parts, { url: '/v1/things?page=2' })).toBe('https://api.test/v1/things?page=2&key=k');
    expect(urlOf(parts, { url: '?page=2&key=other' })).toBe('https://api.test/v1/things?page=2&key=other');
    expect(urlOf(parts, { url: 'https://evil.test/x' })).toBe('https://evil.test/x');
    expect(build(parts, { url: '/x' }).via).toBe('a link to the next page');
    expect(build(parts).via).toBeUndefined();
  });
});

describe('headers and body', () => {
  test('names are one in any letter case; the page goes before all others; null takes one away', () => {
    const parts = {
      client: { headers: { Accept: 'text/a', 'X-A': 'client', 'X-B': 'client' } },
      plan: { headers: { 'x-a': 'plan', 'User-Agent': null } },
      partition: { headers: { 'X-P': 'p' } },
    };
    expect(build(parts, { headers: { 'X-B': 'page' } }).headers).toEqual({
      accept: 'text/a',
      'x-a': 'plan',
      'x-b': 'page',
      'x-p': 'p',
    });
    expect(build({}).headers).toEqual({ accept: 'application/json', 'user-agent': 'penstock' });
  });

  test('a body has its type, unless the pipeline says another', () => {
    const plan = { method: 'POST', json: { a: 1 } } as const;
    const partition = { body: { b: 2 } };
    const request = build({ plan, partition }, { body: { 'c.d': 3 } });
    expect(request.method).toBe('POST');
    expect(JSON.parse(request.body ?? '')).toEqual({ a: 1, b: 2, c: { d: 3 } });
    expect(request.headers['content-type']).toBe('application/json');
    expect(build({ plan: { ...plan, headers: { 'Content-Type': 'text/x' } } }).headers['content-type']).toBe(
      'text/x',
    );
    expect(plan.json).toEqual({ a: 1 });
  });
});

test('a parameter that fills the path is in no query, nor is one of the client that the endpoint takes out', () => {
  const parts = { client: { params: { org: 'acme', v: 2 } }, plan: { params: { org: null } } };
  expect(build(parts).url.search).toBe('?v=2');
  expect(build(parts, { url: '/things?page=2' }).url.search).toBe('?page=2&v=2');
});

test('what stands in place of the endpoint’s own takes the place of what partitions add there', () => {
  const plan = { params: { a: 1 }, json: { limit: 5 }, method: 'POST' } as const;
  const partition = { params: { b: 2 }, body: { c: 3 } };
  const sent = (page: PageRequest) => {
    const { url, body } = build({ client: { params: { v: 2 } }, plan, partition }, page);
    return [url.pathname, url.search, body];
  };
  const own = sent({})[0];
  expect(sent({ body: { at: 'x' } })).toEqual([own, '?v=2&a=1&b=2', '{"limit":5,"c":3,"at":"x"}']);
  expect(sent({ instead: { path: '/more', json: {} }, body: { at: 'x' } })).toEqual([
    '/v1/more',
    '?v=2&a=1&b=2',
    '{"at":"x"}',
  ]);
  expect(sent({ instead: { params: { verb: 'x' } }, query: { at: 'y' } })).toEqual([
    own,
    '?v=2&verb=x&at=y',
    '{"limit":5,"c":3}',
  ]);
});
