// What an API does wrong, over real sockets: a title begins with the words of its row.
import { describe, expect, test } from 'vitest';
import { type Extraction, extract } from '../helpers/extract.ts';
import { json } from '../helpers/serve.ts';
import { type FaultCase, page, titleOf } from './cases/case.ts';
import { cases } from './cases/index.ts';

function expectations(one: FaultCase, outcome: Extraction): void {
  expect(outcome.code, outcome.stderr).toBe(one.code);
  if (one.says !== undefined) expect(outcome.stderr).toMatch(one.says);
  if (one.never !== undefined) expect(outcome.stderr).not.toMatch(one.never);
  if (one.stdout !== undefined) expect(outcome.stdout).toBe(one.stdout);
  if (one.records !== undefined) expect(outcome.records).toEqual(one.records);
  else if (one.code !== 0 && one.says === undefined) expect(outcome.records).toEqual([]);
  if (one.requests !== undefined) expect(outcome.requests).toHaveLength(one.requests);
  expect(outcome.stderr).not.toMatch(/\u001b/);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
}

describe('a bad server', () => {
  test.each(cases.map((one) => [titleOf(one), one] as const))('%s', async (_name, one) => {
    expectations(one, await extract(one.server(), one.options));
  });

  test('403 on one of many resources: the others complete, exit 6', async () => {
    const resources = ['a', 'b', 'c'].map((name) => ({
      name,
      endpoint: { path: name, data_selector: 'data' },
    }));
    const outcome = await extract(
      (request, response) =>
        request.url === '/b' ? json(response, { error: 'no' }, 403) : json(response, page),
      { resources },
    );
    expect(outcome.code).toBe(6);
    expect(outcome.records).toHaveLength(6);
    expect(outcome.stderr).toMatch(/error: b, page 1: GET .*HTTP 403/);
    expect(outcome.stderr).toMatch(/2 of 3 resources complete/);
  });

  test('429 for many requests at once: one shared pause', async () => {
    let refused = 0;
    const started = performance.now();
    const resources = ['a', 'b', 'c', 'd'].map((name) => ({
      name,
      endpoint: { path: name, data_selector: 'data' },
    }));
    const outcome = await extract(
      (_, response) => {
        refused += 1;
        if (refused <= 4) response.writeHead(429, { 'retry-after': '0.5' }).end();
        else json(response, page);
      },
      { resources },
    );
    expect(outcome.code).toBe(0);
    const late = outcome.requests.slice(4);
    expect(late).toHaveLength(4);
    expect(Math.min(...late.map((request) => request.at)) - started).toBeGreaterThan(500);
  });
});
