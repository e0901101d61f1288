// preview, infer, init, demo and completion: the commands of the first hour.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { tableOf } from '../../../src/cli/commands/preview.ts';
import { lines, penstock } from '../../helpers/cli.ts';
import { crmServer } from '../../helpers/crm.ts';
import { json, serve } from '../../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../../helpers/temporary.ts';

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
});

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

describe('init', () => {
  test('a file that checks once its address is filled in, and is never written over', async () => {
    const directory = await temporaryDirectory();
    const name = path.join(directory, 'shop');
    expect(await penstock(['init', name])).toMatchObject({ code: 0, stdout: '' });
    const api = await serve((_, response) => json(response, { data: [{ id: 1 }] }));
    const checked = await penstock(['check', `${name}.ts`], { environment: { BASE_URL: api.url } });
    expect(checked).toMatchObject({ code: 0, stdout: expect.stringMatching(/ok +items +1 record/) });
    expect(await penstock(['init', `${name}.ts`])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/is there already/),
    });
    expect(await penstock(['init', path.join(directory, 'x.yaml')])).toMatchObject({ code: 2 });
    expect(readFileSync(`${name}.ts`, 'utf8')).toContain("name: 'shop'");
  });
});

test('demo: both pipelines, 16 resources, both formats, and again', async () => {
  const out = path.join(await temporaryDirectory(), 'out');
  for (const round of [1, 2]) {
    const { code, stderr } = await penstock(['demo', '-o', out]);
    expect(code, `round ${round}: ${stderr}`).toBe(0);
    expect(stderr).toMatch(/crm-oauth2: 11 of 11 resources complete, 15,979 records/);
    expect(stderr).toMatch(/crm-api-key: 5 of 5 resources complete, 9,260 records/);
  }
  for (const file of [
    'crm-oauth2/ndjson/contacts/part-00000.ndjson',
    'crm-api-key/parquet/leads/part-00000.parquet',
  ]) {
    expect(existsSync(path.join(out, file))).toBe(true);
  }
});

describe('completion', () => {
  test('bash completes commands and options', async () => {
    const { stdout } = await penstock(['completion', 'bash']);
    const complete = (...words: string[]) =>
      execFileSync(
        'bash',
        [
          '-c',
          `${stdout}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _penstock; echo "\${COMPREPLY[@]}"`,
        ],
        { encoding: 'utf8' },
      ).trim();
    expect(complete('penstock', 'pre')).toBe('preview');
    expect(complete('penstock', 'run', 'x.ts', '--max')).toBe(
      '--max-file-records --max-file-bytes --max-rejects',
    );
  });

  test.each(['zsh', 'fish'])('%s', async (shell) => {
    const { code, stdout } = await penstock(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/preview/);
    if (spawnSync(shell, ['--version']).status === 0) execFileSync(shell, ['-n'], { input: stdout });
  });
});
