// list: what a pipeline holds, and the parts it may name.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lines, penstock } from '../../helpers/cli.ts';
import { pipelineFile } from '../../helpers/temporary.ts';

const pipeline = path.join(import.meta.dirname, '../../../pipelines/crm-oauth2.ts');

describe('list', () => {
  test('needs no secret and requests nothing', async () => {
    const { code, stdout } = await penstock(['list', pipeline]);
    expect(code).toBe(0);
    expect(stdout.split('\n')[1]).toMatch(/^users +GET \/v1\/users +page_number +- +id +merge +\d+$/);
    expect(stdout.trim().split('\n')).toHaveLength(12);
  });

  test('dispositions, partitions and what is not selected', async () => {
    const file = await pipelineFile({
      client: { base_url: 'http://127.0.0.1:9' },
      resources: [
        {
          name: 'notes',
          selected: false,
          primary_key: ['a', 'b'],
          write_disposition: 'append',
          endpoint: { partition_router: { type: 'list', values: ['x'], cursor_field: 'kind' } },
        },
      ],
    });
    const { code, stdout } = await penstock(['list', file]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^resource +path +paginator +partitions +key +writes +columns\n/);
    expect(stdout).toMatch(/\nnotes \(not selected\) +GET notes +auto +list +a, b +append +-\n$/);
    expect(lines((await penstock(['list', file, '--json'])).stdout)).toMatchObject([
      { name: 'notes', selected: false, partition_router: ['list'], write_disposition: 'append' },
    ]);
  });

  test.each([
    ['paginators', 'cursor'],
    ['auths', 'oauth2'],
    ['auth', 'oauth2'],
    ['routers', 'list'],
    ['steps', 'filter'],
    ['columns', 'decimal'],
    ['formats', 'parquet'],
  ])('%s: each with what it does', async (kind, one) => {
    const { code, stdout } = await penstock(['list', kind]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${one} +\\S`, 'm'));
    expect(lines((await penstock(['list', kind, '--json'])).stdout)).toContainEqual({
      name: one,
      summary: expect.any(String),
    });
  });

  test('names with escapes and line feeds are never raw', async () => {
    const file = await pipelineFile({
      client: { base_url: 'http://127.0.0.1:9' },
      resources: [{ name: 'a\u001b[31m\nb', endpoint: 'x' }],
    });
    const { stdout } = await penstock(['list', file]);
    expect(stdout).not.toMatch(/\u001b/);
    expect(stdout.trim().split('\n')).toHaveLength(2);
  });
});
