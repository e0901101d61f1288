import { expect, test } from 'vitest';
import {
  env,
  isEnvReference,
  isNamed,
  isSecretReference,
  secret,
  template,
} from '../../src/config/values.ts';

test('a reference that is turned into a text by mistake says so', () => {
  const mistakes = [
    () => `Token ${secret('token')}`,
    () => `${env('X')}`,
    () => `${template`a ${env('X')}`}`,
    () => String(secret('token')),
    () => `Token ${[secret('token')].join('')}`,
    () => 'Token '.concat(secret('token') as never),
    () => encodeURIComponent(secret('token') as never),
    () => (secret('token') as object).toString(),
  ];
  for (const mistake of mistakes) expect(mistake).toThrow(/names a value and is no text yet.*template`Token/);
});

test('it is the object that JSON and YAML write', () => {
  expect(JSON.stringify([secret('a'), env('B'), env('B', 'c')])).toBe(
    '[{"secret":"a"},{"env":"B"},{"env":"B","default":"c"}]',
  );
  expect(isSecretReference(secret('a'))).toBe(true);
  expect(isEnvReference(env('B', 'c'))).toBe(true);
  expect([secret('a'), env('B'), template`x`].every(isNamed)).toBe(true);
  expect(isNamed({ secret: 'a' })).toBe(false);
});
