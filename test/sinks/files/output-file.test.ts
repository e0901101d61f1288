// One file on its way to the disk, and what is left of it whichever operation fails.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { OutputFile } from '../../../src/sinks/files/output-file.ts';
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

describe('one file', () => {
  const created = async () => OutputFile.create(path.join(await temporaryDirectory(), 'sub/x'));

  test('every byte is there, counted and hashed', async () => {
    const file = await created();
    const chunks = ['one', '', 'two\n'].map((text) => Buffer.from(text));
    await file.write(chunks.slice(0, 1));
    expect(file.bytes).toBe(3);
    await file.write(chunks.slice(1));
    const sha256 = createHash('sha256').update('onetwo\n').digest('hex');
    expect(await file.finish()).toEqual({ bytes: 7, sha256 });
    expect(readFileSync(file.path, 'utf8')).toBe('onetwo\n');
  });

  test('what a write call leaves over is written by the next', async () => {
    const open = fs.open;
    vi.spyOn(fs, 'open').mockImplementation(async (...words) => {
      const handle = await open(...words);
      const write = handle.write.bind(handle) as (b: Uint8Array, at: number, length: number) => unknown;
      const short = (chunk: Uint8Array, at: number, length: number) => write(chunk, at, Math.min(2, length));
      return Object.assign(handle, { write: short });
    });
    const file = await created();
    await file.write([Buffer.from('seven77')]);
    await file.finish();
    expect(readFileSync(file.path, 'utf8')).toBe('seven77');
  });

  test('never over one that is there', async () => {
    const name = path.join(await temporaryDirectory(), 'x');
    writeFileSync(name, 'mine');
    await expect(OutputFile.create(name)).rejects.toMatchObject({
      exitCode: 7,
      message: expect.stringContaining(`cannot create ${name}`),
    });
    expect(readFileSync(name, 'utf8')).toBe('mine');
  });

  test('discarded, it has gone, before and after it is finished, and twice is no fault', async () => {
    for (const isFinished of [false, true]) {
      const file = await created();
      await file.write([Buffer.from('x')]);
      if (isFinished) await file.finish();
      await file.discard();
      await file.discard();
      expect(existsSync(file.path)).toBe(false);
    }
  });
});
