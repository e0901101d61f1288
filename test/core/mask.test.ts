import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { SourceError } from '../../src/core/errors.ts';
import { mask, registerSecret } from '../../src/core/mask.ts';

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
