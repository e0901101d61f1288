// -o, -f and what goes with them: contradictions are said before anything is requested.
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { penstock } from '../helpers/cli.ts';
import { crmServer } from '../helpers/crm.ts';
import { json, serve } from '../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';

const pipeline = path.join(import.meta.dirname, '../../pipelines/crm-oauth2.ts');

describe('usage errors: exit 2, one message, nothing requested', () => {
  const words = (...more: string[]) => ['run', pipeline, ...more];
  test.each<[string, string[], RegExp]>([
    ['an object store', words('-o', 'gs://a:key@b/c'), /-o is a path, and gs:\/\/ is a URL\n.*copy it there/],
    ['a URL for rejects', words('-o', 'x', '--rejects', 'gs://b/c'), /--rejects is a path, and gs:/],
    ['a URL for the state', words('--state', 'S3://b/c.json'), /--state is a path, and s3:/],
    ['the state of a URL', ['state', 'https://b/c'], /PLACE is a path, and https:/],
    ['Parquet on stdout', words('-f', 'parquet'), /parquet cannot be written to stdout/],
    [
      '-f against -o',
      words('roles', '-f', 'parquet', '-o', 'x.ndjson'),
      /-f parquet and -o x\.ndjson contradict/,
    ],
    [
      'an unknown format',
      words('-f', 'parqet', '-o', 'x'),
      /unknown format "parqet" \(did you mean "parquet"\?\)/,
    ],
    ['an ending that no format has', words('roles', '-o', 'x.xlsx'), /no format is written to \.xlsx/],
    ['one file for several resources', words('-o', 'x.ndjson'), /can hold one resource, and 11 are selected/],
    ['--compress on stdout', words('--compress', 'gzip'), /--compress is for files/],
    ['compressed Parquet', words('-f', 'parquet', '--compress', 'zstd', '-o', 'x'), /compressed inside/],
    ['parts of one file', words('roles', '-o', 'x.csv', '--max-file-records', '5'), /contradict each other/],
    [
      '--csv-safe without CSV',
      words('--csv-safe', '-o', 'x'),
      /--csv-safe and ndjson contradict.*\n.*-f csv/,
    ],
    [
      '--parquet-writer into CSV',
      words('roles', '--parquet-writer', 'hyparquet', '-o', 'x.csv'),
      /--parquet-writer and csv contradict.*\n.*-f parquet/,
    ],
    [
      '--parquet-compression on stdout',
      words('--parquet-compression', 'none'),
      /--parquet-compression is for/,
    ],
    [
      'a Parquet writer that there is not',
      words('-f', 'parquet', '-o', 'x', '--parquet-writer', 'quill'),
      /--parquet-writer <word>' argument 'quill' is invalid. Allowed choices are hyparquet, parquetjs-lite/,
    ],
  ])('%s', async (_name, line, message) => {
    const crm = await crmServer();
    const { code, stdout, stderr } = await penstock(line, { environment: crm.environment('crm-oauth2') });
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(crm.requests).toEqual([]);
  });
});

describe('which target a place means', () => {
  async function madeBy(...words: string[]) {
    const directory = await temporaryDirectory();
    const api = await serve((_, response) => json(response, { data: [{ id: 1 }] }));
    const file = await pipelineFile({
      client: { base_url: api.url },
      resources: [{ name: 'things', endpoint: { data_selector: 'data' } }],
    });
    const placed = words.map((word) => word.replace('DIR', directory));
    mkdirSync(path.join(directory, 'there.csv'));
    const { code, stdout, stderr } = await penstock(['run', file, ...placed]);
    expect(code, stderr).toBe(0);
    const all = readdirSync(directory, { recursive: true, encoding: 'utf8' });
    return { stdout, files: all.filter((name) => /things|one/.test(name) && /\.\w+$/.test(name)) };
  }

  test.each<[string, string[], string]>([
    ['a file by its ending', ['-o', 'DIR/one.csv'], 'one.csv'],
    ['a compressed file', ['-o', 'DIR/one.ndjson.gz'], 'one.ndjson.gz'],
    ['a directory of NDJSON', ['-o', 'DIR/out'], 'out/things/part-00000.ndjson'],
    ['a directory of another format', ['-o', 'DIR/out', '-f', 'CSV'], 'out/things/part-00000.csv'],
    ['a slash at the end', ['-o', 'DIR/out.csv/'], 'out.csv/things/part-00000.ndjson'],
    ['a directory that is there', ['-o', 'DIR/there.csv'], 'there.csv/things/part-00000.ndjson'],
    ['a dot in a directory', ['-o', 'DIR/out.v2'], 'out.v2/things/part-00000.ndjson'],
  ])('%s', async (_name, words, file) => {
    expect(await madeBy(...words)).toEqual({ stdout: '', files: [file] });
  });

  test('- is stdout', async () => {
    expect(await madeBy('-o', '-', '-f', 'ndjson')).toEqual({ stdout: '{"id":1}\n', files: [] });
  });
});
