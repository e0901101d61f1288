import { afterEach, expect, test, vi } from 'vitest';
import { RunFile } from '../../../src/stages/dedupe/run-file.ts';

afterEach(() => vi.unstubAllEnvs());

test('a temporary directory that is not there is an error of the output, and says what to set', () => {
  vi.stubEnv('TMPDIR', '/nowhere/at/all');
  expect(() => new RunFile()).toThrow(
    expect.objectContaining({ exitCode: 7, hint: expect.stringContaining('TMPDIR') }),
  );
});
