// run: what goes to stdout, to stderr and into files.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lines, penstock } from '../../helpers/cli.ts';
import { extract } from '../../helpers/extract.ts';
import { json } from '../../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../../helpers/temporary.ts';

const page: Parameters<typeof extract>[0] = (_, response) => json(response, { data: [{ id: 1 }, { id: 2 }] });

test('an API that is down: exit 5, one clear message, with what was tried', async () => {
  const file = await pipelineFile({
    client: { base_url: 'http://127.0.0.1:9', retry: { initial_wait: 0.01 } },
    resources: ['things'],
  });
  const { code, stdout, stderr } = await penstock(['run', file]);
  expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
  expect(stderr).toMatch(
    /^error: things, page 1: GET http:\/\/127\.0\.0\.1:9\/things failed after 4 attempts: connection refused/,
  );
});

describe('what goes where', () => {
  test('a pipe that went well gets records on stdout and nothing on stderr', async () => {
    expect(await extract(page)).toMatchObject({ code: 0, stdout: '{"id":1}\n{"id":2}\n', stderr: '' });
  });

  test('-o reports on stderr and leaves stdout alone', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    const { code, stdout, stderr } = await extract(page, { words: ['-o', out] });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(
      /^resource +status +pages +records +duplicates +rejects +retries +seconds\nthings +complete +1 +2 +0 +0 +0 +\d+\.\d\n/,
    );
    expect(stderr).toMatch(
      /faulty: 1 of 1 resources complete, 2 records in \d+\.\d s, 18 bytes in .*things\/part-00000\.ndjson\n$/,
    );
  });

  test('-q says nothing', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    expect(await extract(page, { words: ['-q', '-o', out] })).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('-v shows every request with its query, and no secret', async () => {
    const client = { auth: { type: 'api_key', name: 'key', api_key: { secret: 'k' }, location: 'query' } };
    const { stderr } = await extract(page, {
      client,
      words: ['-v'],
      environment: { K: 'canary/of the+key' },
    });
    expect(stderr).toMatch(/GET http:\/\/127\.0\.0\.1:\d+\/things\?key=\*\*\*: 200, 28 bytes, \d+ ms/);
    expect(stderr).not.toMatch(/canary/);
  });

  test('--log-format json: every line of stderr is JSON', async () => {
    const { stderr } = await extract(page, { words: ['-v', '--log-format', 'json'] });
    const entries = lines(stderr);
    expect(entries.map((entry) => entry.kind)).toEqual(['started', 'request', 'page', 'finished', 'report']);
    expect(entries.at(-1)).toMatchObject({
      level: 'info',
      exit_code: 0,
      resources: [{ name: 'things', complete: true, records: 2 }],
    });
    const failed = await extract((_, response) => json(response, {}, 404), {
      words: ['--log-format', 'json'],
    });
    expect(lines(failed.stderr)[0]).toMatchObject({
      level: 'error',
      code: 'source',
      where: { resource: 'things', page: 1 },
      exitCode: 4,
    });
  });

  test('--summary-file', async () => {
    const file = path.join(await temporaryDirectory(), 'summary.json');
    await extract(page, { words: ['--summary-file', file] });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      pipeline: 'faulty',
      exit_code: 0,
      resources: [{ name: 'things', status: 'complete', pages: 1, records: 2 }],
    });
  });

  test('--rejects keeps what breaks the schema, and the run goes on', async () => {
    const file = path.join(await temporaryDirectory(), 'rejects.ndjson');
    const resource = { columns: { id: { data_type: 'bigint' } } };
    const outcome = await extract(
      (_, response) => json(response, { data: [{ id: 1 }, { id: 'x' }, 'no object'] }),
      { resource, words: ['--rejects', file] },
    );
    expect(outcome).toMatchObject({ code: 6, stdout: '{"id":1}\n' });
    expect(lines(readFileSync(file, 'utf8'))).toEqual([
      {
        resource: 'things',
        page: 1,
        reason: 'a record must be an object, this is "no object"',
        record: 'no object',
      },
      { resource: 'things', page: 1, column: 'id', reason: '"x" cannot be bigint', record: { id: 'x' } },
    ]);
  });

  test('a directory keeps rejects beside the records and counts them in the manifest', async () => {
    const out = path.join(await temporaryDirectory(), 'out');
    const resource = { columns: { id: { data_type: 'bigint' } } };
    const outcome = await extract((_, response) => json(response, { data: [{ id: 1 }, { id: 'x' }] }), {
      resource,
      words: ['-o', out],
    });
    expect(outcome.code).toBe(6);
    expect(outcome.stderr).toMatch(/things: one record was rejected, of 2; --max-rejects allows 0/);
    expect(lines(readFileSync(path.join(out, '_rejects/things/part-00000.ndjson'), 'utf8'))).toHaveLength(1);
    const manifest = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8'));
    expect(manifest.resources.things).toMatchObject({
      complete: true,
      records: 1,
      rejects: 1,
      files: [{ path: 'things/part-00000.ndjson', rows: 1, bytes: 9 }],
    });
    expect(manifest.resources.things.files[0].sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('dangerous names: resources stay inside the directory', async () => {
    const directory = await temporaryDirectory();
    const names = ['../../x', 'a/b', 'CON', '.', 'n'.repeat(300)];
    const resources = names.map((name) => ({ name, endpoint: { path: 'r', data_selector: 'data' } }));
    const { code, stderr } = await extract(page, { resources, words: ['-o', path.join(directory, 'out')] });
    expect(code, stderr).toBe(0);
    expect(readdirSync(directory)).toEqual(['out']);
    expect(readdirSync(path.join(directory, 'out'))).toHaveLength(names.length + 1);
  });
});
