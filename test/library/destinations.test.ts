// Where a run of the library goes: files by their names, streams, a target of one’s own.
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { csv, ndjson, open, parquet, type Target } from 'penstock';
import { describe, expect, test } from 'vitest';
import { lines } from '../helpers/cli.ts';
import { openCrm } from '../helpers/library.ts';
import { json, serve } from '../helpers/serve.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

describe('files and streams', () => {
  test('into a file by its name, into a stream', async () => {
    const { api } = await openCrm();
    const file = path.join(await temporaryDirectory(), 'contacts.csv.gz');
    expect((await api.run({ to: csv(file), resources: ['contacts'], limit: 10 })).files).toMatchObject([
      { path: file, rows: 10 },
    ]);
    const text = path.join(path.dirname(file), 'x.ndjson');
    const stream = createWriteStream(text);
    await api.run({ to: ndjson(stream), resources: ['contacts'], limit: 10 });
    stream.end();
    await once(stream, 'close');
    expect(lines(readFileSync(text, 'utf8'))).toHaveLength(10);
    expect(() => ndjson('gs://bucket/x')).toThrow(/the place of ndjson is a path, and gs:/);
    expect(() => ndjson('out/', { rejects: 'file:///x' })).toThrow(/"rejects" is a path.*file:/);
    expect(() => parquet('x.csv')).toThrow(/the name says csv/);
    expect(() => parquet('out/', { compress: 'gzip' })).toThrow(/compressed inside/);
    expect(() => csv('x.csv', { maxFileRecords: 5 })).toThrow(/contradict each other/);
    // @ts-expect-error an option of another format
    expect(() => ndjson('out/', { safe: true })).toThrow(/ndjson has no option "safe"/);
    // @ts-expect-error a writer that there is not
    expect(() => parquet('out/', { writer: 'quill' })).toThrow(/^"writer": .*hyparquet/);
    // @ts-expect-error columns are not lines
    expect(() => csv(stream)).toThrow(/not written into a stream/);
    expect(() => csv({ saef: true } as object)).toThrow(/csv has no option "saef"/);
  });

  test('a stream that is written to many times keeps no listener', async () => {
    const api = await serve((_, response) => json(response, { data: [{ id: 1 }] }));
    await using opened = await open({
      client: { base_url: api.url, paginator: 'single_page' },
      resources: [{ name: 'a', endpoint: { data_selector: 'data' } }],
    });
    const stream = new PassThrough().resume();
    const before = stream.eventNames().map((name) => [name, stream.listenerCount(name)]);
    for (let run = 0; run < 3; run += 1) await opened.run({ to: ndjson(stream) });
    expect(stream.eventNames().map((name) => [name, stream.listenerCount(name)])).toEqual(before);
    stream.end();
    await once(stream, 'close');
  });
});

test('a destination of one’s own', async () => {
  const { api } = await openCrm();
  const seen: string[] = [];
  const target: Target = {
    prepare: async (resources) => void seen.push(`prepare ${resources.map((resource) => resource.name)}`),
    sink: async () => ({
      write: async (batch) => void seen.push(`write ${batch.records.length}`),
      close: async () => void seen.push('close'),
      abort: async () => void seen.push('abort'),
    }),
    commit: async () => {
      seen.push('commit');
      return [];
    },
    abort: async () => {},
  };
  const report = await api.run({ to: { target: () => target }, resources: ['contacts'], limit: 150 });
  expect(report).toMatchObject({ exitCode: 0, resources: [{ status: 'limited', records: 150 }] });
  expect(seen).toEqual(['prepare contacts', 'write 100', 'write 50', 'close', 'commit']);
});
