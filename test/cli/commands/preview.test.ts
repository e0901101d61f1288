// preview: the first records as a table that fits the terminal.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { tableOf } from '../../../src/cli/commands/preview.ts';
import { lines, penstock } from '../../helpers/cli.ts';
import { crmServer } from '../../helpers/crm.ts';

const pipeline = path.join(import.meta.dirname, '../../../pipelines/crm-oauth2.ts');

describe('preview', () => {
  test('the first records as a table, one page requested', async () => {
    const crm = await crmServer();
    const { code, stdout } = await penstock(['preview', pipeline, 'contacts', '-n', '3'], {
      environment: crm.environment('crm-oauth2'),
    });
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/^id +email +last_name$/);
    expect(stdout.trim().split('\n')).toHaveLength(4);
    expect(crm.requests.filter((target) => target.includes('contacts'))).toHaveLength(1);
  });

  test('--json, an unknown resource', async () => {
    const crm = await crmServer();
    const options = { environment: crm.environment('crm-oauth2') };
    expect(
      lines((await penstock(['preview', pipeline, 'contacts', '-n', '2', '--json'], options)).stdout),
    ).toHaveLength(2);
    expect(await penstock(['preview', pipeline, 'contact'], options)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/did you mean "contacts"/),
    });
  });

  test('fits the terminal and names the columns that do not', () => {
    const record = { id: 1, long: 'x'.repeat(50), nested: { a: 1 }, more: 'wide \u001b[31mred' };
    const text = tableOf([record, { id: 22 }], 50);
    expect(text).toBe(
      `id  long                              nested\n 1  ${'x'.repeat(31)}…  {"a":1}\n22\n… and 1 more columns: more`,
    );
    expect(tableOf([record], 200)).not.toMatch(/\u001b/);
    expect(tableOf([], 80)).toBe('no records');
  });

  test('letters as wide as they are shown, and none cut in two', () => {
    expect(tableOf([{ a: '日'.repeat(40), b: 1 }], 36)).toBe(`a${' '.repeat(32)}b\n${'日'.repeat(15)}…  1`);
    const flag = '🇨🇭';
    const [, row = ''] = tableOf([{ a: flag.repeat(30) }], 80).split('\n');
    expect(row).toBe(`${flag.repeat(15)}…`);
    expect(tableOf([{ a: '日'.repeat(10), b: 1 }], 20)).toMatch(/… and 1 more columns: b$/);
  });
});
