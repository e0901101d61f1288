import { expect, test } from 'vitest';
import {
  AuthError,
  ConfigError,
  ContractError,
  InternalError,
  NoProgressError,
  OutputError,
  SourceError,
  StateError,
  TransientError,
  toPenstockError,
  UsageError,
} from '../../src/core/errors.ts';

test.each([
  [InternalError, 1],
  [ConfigError, 2],
  [UsageError, 2],
  [AuthError, 3],
  [SourceError, 4],
  [NoProgressError, 4],
  [ContractError, 4],
  [TransientError, 5],
  [OutputError, 7],
  [StateError, 8],
] as const)('%o has the exit code of the design: %i', (Class, code) => {
  expect(new Class('x').exitCode).toBe(code);
  expect(new Class('x').name).toBe(Class.name);
});

test('locate adds what the outer layer knows and keeps what the inner said', () => {
  const error = new SourceError('x', { where: { page: 3 } });
  expect(error.locate({ resource: 'contacts', page: 9 }).where).toEqual({ resource: 'contacts', page: 3 });
});

test('anything thrown becomes an error of ours, bare strings too', () => {
  expect(toPenstockError('a string').message).toMatch(/a string/);
  expect(toPenstockError(new TypeError('oops')).exitCode).toBe(1);
});
