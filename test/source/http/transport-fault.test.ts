// A failure of the transport: by its code, wherever a library has put it.
import { expect, test } from 'vitest';
import { transportFault } from '../../../src/source/http/transport-fault.ts';

const coded = (code: string, more: { cause?: unknown } = {}) =>
  Object.assign(new Error('failed', more), { code });

test.each([
  ['ECONNREFUSED', 'connection refused'],
  ['ENOTFOUND', 'unknown host'],
  ['UND_ERR_SOCKET', 'the connection was closed before the answer was complete'],
  ['EPIPE', 'connection failed (EPIPE)'],
])('%s is retried: %s', (code, reason) => {
  expect(transportFault(coded(code))).toEqual({ kind: 'retry', reason });
});

test.each([
  ['UND_ERR_CONNECT_TIMEOUT', /timeout\.connect/],
  ['UND_ERR_HEADERS_TIMEOUT', /timeout\.headers/],
  ['UND_ERR_BODY_TIMEOUT', /timeout\.idle/],
])('%s is a strain on the host, and names its key', (code, reason) => {
  expect(transportFault(coded(code))).toEqual({
    kind: 'retry',
    strain: 'overload',
    reason: expect.stringMatching(reason),
  });
});

test.each([
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])('%s is for good', (code) => {
  expect(transportFault(coded(code))).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining(code),
  });
});

test('headers too large name the key', () => {
  expect(transportFault(coded('UND_ERR_HEADERS_OVERFLOW'))).toMatchObject({
    kind: 'failed',
    hint: 'raise client.max_header_bytes',
  });
});

test('the code of the socket is found beneath the library’s, and in the first of several addresses', () => {
  const refused = coded('ECONNREFUSED');
  for (const error of [
    coded('UND_ERR_SOCKET', { cause: coded('ECONNRESET') }),
    new Error('fetch failed', { cause: coded('ECONNRESET') }),
  ])
    expect(transportFault(error)).toMatchObject({ reason: 'connection reset' });
  expect(transportFault(new AggregateError([refused, coded('ENETUNREACH')]))).toMatchObject({
    reason: 'connection refused',
  });
  expect(transportFault(new AggregateError([]))).toMatchObject({
    reason: 'connection failed (AggregateError)',
  });
  expect(transportFault(new TypeError('x'))).toMatchObject({ reason: 'connection failed (TypeError)' });
  expect(transportFault('odd')).toMatchObject({ reason: 'connection failed (odd)' });
});
