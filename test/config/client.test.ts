// The client's keys: their defaults, and what they refuse.
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { clientFields, url } from '../../src/config/client.ts';
import { UNKNOWN_SECRET } from '../../src/config/environment.ts';

const schema = z.strictObject(clientFields);
const base_url = 'https://api.example.com/v1';
const takes = (more: object) => schema.safeParse({ base_url, ...more }).success;

test('the defaults', () => {
  expect(schema.parse({ base_url })).toEqual({
    base_url,
    retry: {
      headers: {},
      max_retries: 3,
      backoff_factor: 2,
      initial_wait: 1,
      max_wait: 120,
      total_budget: 600,
      rate_limit_budget: 0,
    },
    timeout: { connect: 10, headers: 60, idle: 30, total: 300 },
    concurrency: 16,
    max_response_bytes: 256 * 1024 * 1024,
    max_header_bytes: 256 * 1024,
    response_format: 'json',
    cookies: false,
    allowed_origins: [],
  });
});

test('what is given replaces one default and leaves the others', () => {
  const { retry, rate_limit } = schema.parse({
    base_url,
    retry: { max_retries: 0 },
    rate_limit: { requests_per_second: 0.5 },
  });
  expect(retry).toMatchObject({ max_retries: 0, max_wait: 120 });
  expect(rate_limit).toEqual({ requests_per_second: 0.5, burst: 1 });
});

describe('addresses', () => {
  test.each(['http://localhost:8080', 'https://api.example.com/v1/', UNKNOWN_SECRET])('%s', (value) => {
    expect(url().safeParse(value).success).toBe(true);
  });
  test.each(['', 'api.example.com', 'ftp://x', 'https://', '/v1', 'javascript:alert(1)'])(
    'not %j',
    (value) => {
      expect(url().safeParse(value).success).toBe(false);
    },
  );
  test.each(['https://x.example?a=1', 'https://user:pass@x.example'])('no base_url: %s', (value) => {
    expect(takes({ base_url: value })).toBe(false);
    expect(url().safeParse(value).success).toBe(true);
  });
  test('allowed origins, with and without trust', () => {
    const origin = 'https://files.example.com';
    expect(schema.parse({ base_url, allowed_origins: [origin, { origin }] }).allowed_origins).toEqual([
      origin,
      { origin, credentials: false },
    ]);
    expect(takes({ allowed_origins: ['files'] })).toBe(false);
  });
});

test.each([
  { retry: { max_retries: -1 } },
  { retry: { max_retries: 1.5 } },
  { retry: { backoff_factor: 0.5 } },
  { retry: { statuses: [200] } },
  { retry: { retries: 1 } },
  { timeout: { total: -1 } },
  { rate_limit: {} },
  { rate_limit: { requests_per_second: 0 } },
  { concurrency: 0 },
  { max_response_bytes: 0 },
  { response_format: 'html' },
  { encoding: 'utf-9' },
  { headers: { 'content-length': '5' } },
  { cookies: 'yes' },
])('%j is refused', (more) => expect(takes(more)).toBe(false));
