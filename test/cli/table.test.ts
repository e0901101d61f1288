// Columns of text on a terminal and off it.
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';

describe('colours', () => {
  async function failing(environment: Record<string, string>) {
    let shown = '';
    const stderr = new Writable({
      write(chunk, _encoding, done) {
        shown += chunk;
        done();
      },
    });
    const stdout = new Writable({ write: (_chunk, _encoding, done) => done() });
    await main(['list', 'missing.json'], {
      stdout,
      stderr,
      environment,
      signal: new AbortController().signal,
    });
    return shown;
  }

  test.each([
    [{}, false],
    [{ FORCE_COLOR: '1' }, true],
    [{ FORCE_COLOR: '0' }, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('%j, not on a terminal: %s', async (environment, isColoured) => {
    expect((await failing(environment)).includes('\u001b[31m')).toBe(isColoured);
  });
});
