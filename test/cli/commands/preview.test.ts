// preview: the first records as a table.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
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
});
