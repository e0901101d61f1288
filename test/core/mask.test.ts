import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SourceError } from '../../src/core/errors.ts';
import { mask, maskForeign, maskJson, registerSecret } from '../../src/core/mask.ts';

const canary = 'c4n4ry/ä+secret=="x"';
registerSecret(canary);

describe('mask', () => {
  test.each([
    ['as it is', canary],
    ['URL-encoded', encodeURIComponent(canary)],
    ['form-encoded', new URLSearchParams({ a: canary }).toString().slice(2)],
    ['JSON-escaped', JSON.stringify(canary)],
    ['base64', Buffer.from(canary).toString('base64')],
    ['base64url', Buffer.from(canary).toString('base64url')],
  ])('hides a secret %s', (_form, text) => {
    const masked = mask(`before ${text} after`);
    expect(masked).toContain('***');
    expect(masked).not.toContain('c4n4ry');
    expect(masked).toMatch(/^before .* after$/);
  });

  test('hides the longer of two secrets whole', () => {
    registerSecret('prefix-secret');
    registerSecret('prefix-secret-and-more');
    expect(mask('prefix-secret-and-more')).toBe('***');
  });

  test('leaves text alone in which a "secret" of three letters occurs', () => {
    registerSecret('abc');
    expect(mask('abcdef')).toBe('abcdef');
  });
});

describe('JSON', () => {
  const characters = fc.constantFrom(...'abcXYZ019-_.~!\'()*+ /\\"&<>=%#?;:@,$é😀');
  const secret = fc.array(characters, { minLength: 12, maxLength: 30 }).map((list) => `Ab1${list.join('')}Z`);

  test('stays JSON, whatever the secret', () => {
    const texts = fc.oneof(
      secret,
      fc.constantFrom('","":', '"a":', 'true,', '{"a"', ':null', '\\\\"x', 'ends with \\'),
    );
    fc.assert(
      fc.property(texts, fc.array(fc.string(), { maxLength: 3 }), (value, others) => {
        const forget = registerSecret(value);
        try {
          const read = JSON.parse(
            maskJson(JSON.stringify({ a: true, n: 1000, s: `<${value}>`, others, z: null })),
          );
          expect(read).toMatchObject({ a: true, n: 1000, z: null });
          expect(read.s).not.toContain(value);
        } finally {
          forget();
        }
      }),
    );
  });
});

describe('ordinary values', () => {
  test.each(['1000', '10.5', 'complete', '2024-01-01', 'Password'])('%s blots out no report', (value) => {
    const forget = registerSecret(value);
    const report = `{"status":"complete","records":1000,"ratio":10.5,"since":"2024-01-01","named":"Password"}`;
    expect(mask(report)).toBe(report);
    expect(maskJson(report)).toBe(report);
    expect(maskForeign(`refused: ${value}, x${value}9`)).toBe(`refused: ***, x${value}9`);
    forget();
  });
});

test('a value that is taken off the register is no longer masked, one that others registered too still is', () => {
  const first = registerSecret('a-token-of-an-hour');
  const second = registerSecret('a-token-of-an-hour');
  first();
  first();
  expect(mask('a-token-of-an-hour')).toBe('***');
  second();
  expect(mask('a-token-of-an-hour')).toBe('a-token-of-an-hour');
});

test('an error shows no secret, nor does its cause', () => {
  const cause = Object.assign(new Error(`library said ${canary}`), {
    config: { headers: { authorization: canary } },
    cause: new Error(canary),
  });
  const error = new SourceError(`failed with ${canary}`, { cause, hint: `try ${canary}` });
  for (const text of [
    inspect(error, { depth: 10 }),
    JSON.stringify(error),
    String(error.stack),
    String(error.cause),
  ]) {
    expect(text).not.toContain('c4n4ry');
  }
  expect(error.cause).toBeInstanceOf(Error);
});
