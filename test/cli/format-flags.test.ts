// Flags come from what formats declare; a pipeline's own formats are known to the command line by its file.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { formatFlags } from '../../src/cli/format-flags.ts';
import { csv } from '../../src/sinks/formats/csv/index.ts';
import { formats } from '../../src/sinks/formats/index.ts';
import { penstock } from '../helpers/cli.ts';
import { json, serve } from '../helpers/serve.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

test('the flags of the built-in formats, with their defaults in the help', async () => {
  const flags = formatFlags(formats).map(({ flag }) => flag);
  expect(flags).toEqual(expect.arrayContaining(['--csv-delimiter', '--csv-safe', '--parquet-compression']));
  const { stdout } = await penstock(['run', '--help']);
  for (const { flag, option } of formatFlags(formats)) {
    expect(stdout).toContain(flag);
    expect(stdout.replace(/\s+/g, ' ')).toContain(option.description);
  }
  expect(stdout).toMatch(/\*\.ndjson\[\.gz\|\.zst\].*\*\.parquet/s);
});

test('flags of every kind of option', () => {
  const options = z.object({
    row_size: z.number().int().default(5).describe('rows'),
    is_tight: z.boolean().default(true).describe('tight'),
    end: z.string().default('').describe('end'),
  });
  const [size, tight, end] = formatFlags([{ ...csv, name: 'x', options }]).map(({ option }) => option);
  expect(size?.flags).toBe('--x-row-size <value>');
  expect(size?.parseArg?.('7', undefined)).toBe(7);
  expect(() => size?.parseArg?.('many', undefined)).toThrow(/expected a number/);
  expect(tight?.parseArg?.('false', undefined)).toBe(false);
  expect(end?.flags).toBe('--x-end <text>');
});

describe('a pipeline with a format of its own', () => {
  const source = (url: string) => `
    import { csv, extend, z } from 'penstock';
    const { shape } = csv.format.options;
    const psv = {
      ...csv.format,
      name: 'psv',
      extension: 'psv',
      options: csv.format.options.extend({ delimiter: shape.delimiter.default('|') }),
    };
    export default extend({ formats: [psv] }).definePipeline({
      client: { base_url: '${url}', paginator: 'single_page' },
      resources: [
        { name: 'things', endpoint: { data_selector: 'data' }, primary_key: 'id', write_disposition: 'merge' },
      ],
    });`;

  async function pipeline() {
    let run = 0;
    const api = await serve((_, response) => {
      run += 1;
      json(response, { data: [{ id: run, t: '=1' }] });
    });
    const file = path.join(await temporaryDirectory(), 'p.ts');
    writeFileSync(file, source(api.url));
    return { file, out: path.join(path.dirname(file), 'out') };
  }

  test('is written by -f, by the name of -o, told by its flags, and merged', async () => {
    const { file, out } = await pipeline();
    for (const _ of [1, 2]) {
      const { code, stderr } = await penstock(['run', file, 'things', '-f', 'psv', '--psv-safe', '-o', out]);
      expect(code, stderr).toBe(0);
    }
    const text = readFileSync(path.join(out, 'things/part-00000.psv'), 'utf8');
    expect(text).toBe("id|t|_extra\r\n2|'=1|\r\n1|'=1|\r\n");
    const { files } = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8')).resources.things;
    expect(files).toMatchObject([{ options: { safe: true } }]);
    const one = path.join(path.dirname(out), 'one.psv.gz');
    expect((await penstock(['run', file, '-o', one])).code).toBe(0);
    // Another format reads it back as well.
    expect((await penstock(['run', file, '-o', out, '-f', 'parquet'])).code).toBe(0);
  });

  test('an option that is wrong, or of another format, is named', async () => {
    const { file, out } = await pipeline();
    const run = (...words: string[]) => penstock(['run', file, '-o', out, ...words]);
    expect(await run('-f', 'psv', '--psv-delimiter', '||')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--psv-delimiter: expected one character, or the word tab/),
    });
    expect(await run('--psv-safe')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--psv-safe and ndjson contradict.*\n.*-f psv/),
    });
    expect(await run('--psv-saef')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/unknown option '--psv-saef'\n\(Did you mean --psv-safe\?\)/),
    });
    expect(await penstock(['run', '--psv-saef', file])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/unknown option '--psv-saef'/),
    });
    expect(await run('-f', 'xyz')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/"psv"|known:.*psv/),
    });
  });
});
