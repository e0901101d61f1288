import { describe, expect, test } from 'vitest';
import { isLimitUsedUp, limitReset, waitAsked } from '../../../src/source/http/waits.ts';
import { extract } from '../../helpers/extract.ts';
import { json } from '../../helpers/serve.ts';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('the wait that is asked for', () => {
  test.each([
    ['seconds', { 'retry-after': '7' }, 7],
    ['fractions', { 'retry-after': '0.25' }, 0.25],
    ['milliseconds, which go first', { 'retry-after-ms': '1500', 'retry-after': '9' }, 1.5],
    ['a date', { 'retry-after': 'Sun, 01 Mar 2026 12:00:30 GMT' }, 30],
    ['a date of ISO', { 'retry-after': '2026-03-01T12:00:10Z' }, 10],
    ['a date that is over', { 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }, 0],
    ['an epoch', { 'retry-after': String(now / 1000 + 20) }, 20],
    ['an epoch in milliseconds', { 'retry-after': String(now + 1500) }, 1.5],
    ['thirty days', { 'retry-after': '2592000' }, 2_592_000],
    ['nothing', {}, undefined],
    ['less than nothing', { 'retry-after': '-5' }, undefined],
    ['no sense', { 'retry-after': 'soon' }, undefined],
  ])('%s', (_name, headers, expected) => {
    expect(waitAsked(headers as Record<string, string>, {}, now)).toBe(expected);
  });
});

describe('the start of the next limit', () => {
  test.each([
    ['a delta', { 'ratelimit-reset': '12' }, 12],
    ['an epoch', { 'x-ratelimit-reset': String(now / 1000 + 5) }, 5],
    ['an epoch in milliseconds', { 'x-rate-limit-reset': String(now + 500) }, 0.5],
    ['a field of one header', { ratelimit: 'limit=100, remaining=0, reset=50' }, 50],
    ['a field of the later draft', { ratelimit: '"default";r=0;t=41' }, 41],
    ['nothing', { ratelimit: '"default";q=3' }, undefined],
  ])('%s', (_name, headers, expected) => {
    expect(limitReset(headers as Record<string, string>, {}, now)).toBe(expected);
  });
});

test.each([
  [{ 'x-ratelimit-remaining': '0' }, true],
  [{ 'ratelimit-remaining': '0' }, true],
  [{ 'x-rate-limit-remaining': ' 0 ' }, true],
  [{ ratelimit: 'limit=100, remaining=0, reset=50' }, true],
  [{ ratelimit: '"default";r=0;t=41' }, true],
  [{ 'x-ratelimit-remaining': '10' }, false],
  [{ ratelimit: 'limit=100, remaining=30, reset=0' }, false],
  [{ 'x-ratelimit-remaining': 'none' }, false],
  [{}, false],
])('no request is left by %j: %s', (headers, expected) => {
  expect(isLimitUsedUp(headers as Record<string, string>, {})).toBe(expected);
});

test('names that the pipeline gives go before the usual ones, in any case', () => {
  const names = { wait: 'X-Back-Off', reset: 'Quota-Renewal', remaining: 'Quota-Left' };
  const headers = {
    'x-back-off': '3',
    'retry-after': '60',
    'quota-renewal': '9',
    'ratelimit-reset': '90',
    'quota-left': '0',
    'ratelimit-remaining': '5',
  };
  expect(waitAsked(headers, names, now)).toBe(3);
  expect(limitReset(headers, names, now)).toBe(9);
  expect(isLimitUsedUp(headers, names)).toBe(true);
  expect(waitAsked({ 'retry-after': '60' }, names, now)).toBe(60);
  expect(isLimitUsedUp({ 'ratelimit-remaining': '0' }, names)).toBe(true);
});

test('an API with names of its own is waited for as it says', async () => {
  let asked = 0;
  const outcome = await extract(
    (_, response) => {
      asked += 1;
      if (asked > 1) return json(response, { data: [{ id: 1 }] });
      response.writeHead(403, { 'quota-left': '0', 'quota-renewal': '0.02' }).end();
    },
    {
      client: {
        retry: { initial_wait: 60, headers: { remaining: 'Quota-Left', reset: 'Quota-Renewal' } },
      },
    },
  );
  expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }] });
  expect(asked).toBe(2);
});
