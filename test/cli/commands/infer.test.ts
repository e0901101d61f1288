// infer: columns that paste into the pipeline they were inferred for.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lines, penstock } from '../../helpers/cli.ts';
import { crmServer } from '../../helpers/crm.ts';
import { json, serve } from '../../helpers/serve.ts';
import { pipelineFile } from '../../helpers/temporary.ts';

const pipeline = path.join(import.meta.dirname, '../../../pipelines/crm-oauth2.ts');

describe('infer', () => {
  const data = [
    {
      id: '5725767000000000001',
      createdAt: '2024-05-06T07:08:09+05:30',
      day: '2024-05-06',
      isActive: 'Y',
      n: 1,
      amount: 1.5,
      tags: ['a'],
      odd: 1,
      'a-b': true,
    },
    {
      id: '5725767000000000002',
      createdAt: '2024-05-06T07:08:10Z',
      day: '2024-05-07',
      isActive: 'N',
      n: null,
      amount: 2,
      tags: [],
      odd: 'x',
      'a-b': false,
    },
  ];

  async function file() {
    const api = await serve((_, response) => json(response, { data }));
    return pipelineFile({
      client: { base_url: api.url },
      resources: [{ name: 'things', endpoint: { data_selector: 'data' } }],
    });
  }

  test('TypeScript, with comments on what was seen', async () => {
    const { code, stdout } = await penstock(['infer', await file(), 'things']);
    expect(code).toBe(0);
    expect(stdout).toBe(`// from 2 records on 1 page
primary_key: 'id',
columns: {
  id: { data_type: 'text' }, // digits; text keeps them exact; different in every record
  created_at: { data_type: 'timestamp', from: 'createdAt' }, // like 2024-05-06T07:08:09+05:30; different in every record
  day: { data_type: 'date' }, // different in every record
  is_active: { data_type: 'bool', from: 'isActive' }, // Y or N; different in every record
  n: { data_type: 'bigint' }, // null or missing in 50 %
  amount: { data_type: 'double' }, // different in every record
  tags: { data_type: 'json' }, // lists
  odd: { data_type: 'text' }, // mixed: number, string; different in every record
  a_b: { data_type: 'bool', from: 'a-b' },
},
`);
  });

  test.each(['json', 'yaml', 'ts'] as const)(
    '%s pastes into a pipeline that takes every record',
    async (as) => {
      const source = await file();
      const { stdout } = await penstock(['infer', source, 'things', '--as', as]);
      const { parse } = await import('yaml');
      const { columns, primary_key } = as === 'ts' ? new Function(`return {${stdout}}`)() : parse(stdout);
      const written = JSON.parse(readFileSync(source, 'utf8'));
      Object.assign(written.resources[0], { columns, primary_key });
      writeFileSync(source, JSON.stringify(written));
      const outcome = await penstock(['run', source]);
      expect(outcome.code, outcome.stderr).toBe(0);
      expect(lines(outcome.stdout)).toHaveLength(2);
      expect(lines(outcome.stdout)[0]).toMatchObject({
        created_at: '2024-05-06T01:38:09.000Z',
        is_active: true,
        tags: ['a'],
      });
    },
  );

  test.each(['json', 'yaml', 'ts'] as const)('%s: fields of any name', async (as) => {
    const names = [
      'a b',
      "it's",
      'back\\slash',
      'quo"te',
      'x: y',
      'ключ',
      'line\nfeed',
      'cr\rlf',
      'a.b',
      'n[0]',
    ];
    const more = [
      '$',
      '$.a',
      '$ref',
      '@id',
      "['a']",
      '#',
      '- x',
      'null',
      '1',
      'constructor',
      'tab\tbed',
      'end\u2028',
      '// no',
      '*/',
    ];
    const record = Object.fromEntries([...names, ...more].map((name, at) => [name, at + 0.5]));
    const api = await serve((_, response) => json(response, { data: [record] }));
    const source = await pipelineFile({
      client: { base_url: api.url },
      resources: [{ name: 'things', endpoint: { data_selector: 'data' } }],
    });
    const { stdout } = await penstock(['infer', source, 'things', '--as', as]);
    const { parse } = await import('yaml');
    const { columns } = as === 'ts' ? new Function(`return {${stdout}}`)() : parse(stdout);
    const written = JSON.parse(readFileSync(source, 'utf8'));
    Object.assign(written.resources[0], { columns });
    writeFileSync(source, JSON.stringify(written));
    const outcome = await penstock(['run', source]);
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(Object.values(lines(outcome.stdout)[0] ?? {})).toEqual(Object.values(record));
  });

  test('infers what the CRM’s own pipeline declares for its timestamps', async () => {
    const crm = await crmServer();
    const { stdout } = await penstock(['infer', pipeline, 'users', '--as', 'json'], {
      environment: crm.environment('crm-oauth2'),
    });
    const { columns, primary_key } = JSON.parse(stdout);
    expect(primary_key).toBe('id');
    expect(columns.created_time).toEqual({ data_type: 'timestamp' });
    expect(columns.id).toEqual({ data_type: 'text' });
    expect(columns.theme).toEqual({ data_type: 'json' });
  });
});
