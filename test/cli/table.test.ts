// Columns of text on a terminal and off it.
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { table } from '../../src/cli/table.ts';

describe('table', () => {
  test('columns as wide as their widest cell, numbers on the right, nothing behind the last letter', () => {
    const rows = [
      ['a', '1', 'x'],
      ['long name', '22', ''],
    ];
    expect(table(['name', 'n', 'more'], rows, ['left', 'right', 'left'])).toBe(
      'name        n  more\na           1  x\nlong name  22',
    );
  });

  test('cells as wide as they are shown: wide letters count twice, colours not at all', () => {
    expect(
      table(
        ['a', 'b'],
        [
          ['日本', 'x'],
          ['\u001b[31mred\u001b[39m', 'y'],
        ],
        ['left', 'left'],
      ),
    ).toBe('a     b\n日本  x\n\u001b[31mred\u001b[39m   y');
  });

  test('a row that is short, and none at all', () => {
    expect(table(['a', 'b'], [['x']], ['left', 'left'])).toBe('a  b\nx');
    expect(table(['a', 'b'], [], ['left', 'left'])).toBe('a  b');
  });
});

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
