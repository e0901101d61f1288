// What a failing disk leaves behind, whichever operation fails.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { penstock } from '../../helpers/cli.ts';
import { crmServer } from '../../helpers/crm.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

afterEach(() => vi.restoreAllMocks());

const fail = (code: string) => async () => {
  throw Object.assign(new Error(`${code}: made to fail`), { code });
};

/** Makes one operation of every output file fail. */
function breakOperation(operation: 'open' | 'write' | 'sync' | 'close' | 'rename', code: string): void {
  const isOutput = (file: unknown) => /part-00000|\.parquet|\.ndjson/.test(String(file));
  if (operation === 'rename') {
    const rename = fs.rename;
    vi.spyOn(fs, 'rename').mockImplementation((from, to) => (isOutput(to) ? fail(code)() : rename(from, to)));
    return;
  }
  const open = fs.open;
  vi.spyOn(fs, 'open').mockImplementation(async (file, ...rest) => {
    if (operation === 'open' && isOutput(file)) return fail(code)();
    const handle: FileHandle = await open(file, ...rest);
    if (isOutput(file) && operation !== 'open') {
      const close = handle.close.bind(handle);
      handle[operation] = async () => {
        if (operation === 'close') await close();
        return fail(code)();
      };
    }
    return handle;
  });
}

const operations = ['open', 'write', 'sync', 'close', 'rename'] as const;
const pipeline = path.join(import.meta.dirname, '../../../pipelines/crm-oauth2.ts');
const replace = ['--set', 'resource_defaults.write_disposition=replace'];

describe.each(['ndjson', 'parquet'])('disk full: %s', (format) => {
  test.each(operations)('%s fails with ENOSPC: exit 7, the earlier snapshot intact', async (operation) => {
    const crm = await crmServer();
    const out = path.join(await temporaryDirectory(), 'out');
    const words = ['run', pipeline, 'companies', 'roles', '-f', format, '-o', out, ...replace];
    const options = { environment: crm.environment('crm-oauth2') };
    expect(await penstock(words, options)).toMatchObject({ code: 0 });
    const snapshot = () =>
      Object.fromEntries(
        ['_manifest.json', `companies/part-00000.${format}`, `roles/part-00000.${format}`].map((file) => [
          file,
          readFileSync(path.join(out, file), 'base64'),
        ]),
      );
    const before = snapshot();

    breakOperation(operation, 'ENOSPC');
    const outcome = await penstock(words, options);
    vi.restoreAllMocks();
    expect(outcome.code, outcome.stderr).toBe(7);
    expect(outcome.stderr).toMatch(
      /error: (?:companies: |roles: )?cannot .*made to fail\n +hint: the disk is full/,
    );
    expect(snapshot()).toEqual(before);
    expect(readdirSync(out).sort()).toEqual(['_manifest.json', 'companies', 'roles']);

    expect(await penstock(words, options)).toMatchObject({ code: 0 });
  });

  test.each(operations)('%s of a single file fails: no file at all', async (operation) => {
    const crm = await crmServer();
    const directory = await temporaryDirectory();
    const file = path.join(directory, `roles.${format}`);
    breakOperation(operation, 'EIO');
    const outcome = await penstock(['run', pipeline, 'roles', '-o', file], {
      environment: crm.environment('crm-oauth2'),
    });
    expect(outcome.code, outcome.stderr).toBe(7);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('places that cannot be written', () => {
  test('a file in the way of the directory: refused before anything is requested', async () => {
    const crm = await crmServer();
    const file = path.join(await temporaryDirectory(), 'file');
    writeFileSync(file, 'mine');
    const outcome = await penstock(['run', pipeline, '-o', path.join(file, 'out')], {
      environment: crm.environment('crm-oauth2'),
    });
    expect(outcome).toMatchObject({
      code: 7,
      stderr: expect.stringMatching(/cannot write into .*\n +hint: a file is in the way/),
    });
    expect(crm.requests).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('a manifest that is not ours: refused, nothing touched', async () => {
    const crm = await crmServer();
    const out = await temporaryDirectory();
    writeFileSync(path.join(out, '_manifest.json'), '{"other": true}');
    const outcome = await penstock(['run', pipeline, '-o', out], {
      environment: crm.environment('crm-oauth2'),
    });
    expect(outcome).toMatchObject({ code: 8, stderr: expect.stringMatching(/damaged or not penstock's/) });
    expect(crm.requests).toEqual([]);
    expect(readdirSync(out)).toEqual(['_manifest.json']);
  });
});

test('another format replaces the files of the earlier one', async () => {
  const crm = await crmServer();
  const out = path.join(await temporaryDirectory(), 'out');
  const options = { environment: crm.environment('crm-oauth2') };
  for (const format of ['ndjson', 'parquet']) {
    await penstock(['run', pipeline, 'roles', '-f', format, '-o', out, ...replace], options);
  }
  expect(readdirSync(path.join(out, 'roles'))).toEqual(['part-00000.parquet']);
  const manifest = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8'));
  expect(manifest.resources.roles.files).toMatchObject([{ path: 'roles/part-00000.parquet', rows: 12 }]);
  expect(existsSync(path.join(out, '.penstock-lock'))).toBe(false);
});
