// Records as a table that fits the terminal.
import { describe, expect, test } from 'vitest';
import { recordTable } from '../../src/cli/record-table.ts';

describe('a table of records', () => {
  test('fits the terminal and names the columns that do not', () => {
    const record = { id: 1, long: 'x'.repeat(50), nested: { a: 1 }, more: 'wide \u001b[31mred' };
    const text = recordTable([record, { id: 22 }], 50);
    expect(text).toBe(
      `id  long                              nested\n 1  ${'x'.repeat(31)}…  {"a":1}\n22\n… and 1 more columns: more`,
    );
    expect(recordTable([record], 200)).not.toMatch(/\u001b/);
    expect(recordTable([], 80)).toBe('no records');
  });

  test('letters as wide as they are shown, and none cut in two', () => {
    expect(recordTable([{ a: '日'.repeat(40), b: 1 }], 36)).toBe(
      `a${' '.repeat(32)}b\n${'日'.repeat(15)}…  1`,
    );
    const flag = '🇨🇭';
    const [, row = ''] = recordTable([{ a: flag.repeat(30) }], 80).split('\n');
    expect(row).toBe(`${flag.repeat(15)}…`);
    expect(recordTable([{ a: '日'.repeat(10), b: 1 }], 20)).toMatch(/… and 1 more columns: b$/);
  });
});
