// Files of a resource, cut into parts: every part is whole, and all together are everything.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { RowSet } from '../../../src/core/row-set.ts';
import { localParts } from '../../../src/sinks/files/part-store.ts';
import type { Dataset, Format } from '../../../src/sinks/formats/contract.ts';
import { ndjson } from '../../../src/sinks/formats/ndjson.ts';
import { openFileSink } from '../../../src/sinks/targets/file-sink.ts';
import { lines } from '../../helpers/cli.ts';
import { duckdb } from '../../helpers/duckdb.ts';
import { exportInto } from '../../helpers/exports.ts';
import { batchOf, resourcePlan } from '../../helpers/plans.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const none = { records: undefined, bytes: undefined };
const things = (count: number, from = 0) => Array.from({ length: count }, (_, i) => ({ id: from + i }));

async function opened(limits: { records?: number; bytes?: number } = {}, more: Partial<Dataset> = {}) {
  const directory = await temporaryDirectory();
  const format: Format = ndjson;
  const dataset = await format.open(resourcePlan(), { earlier: [] });
  const sink = await openFileSink({
    dataset: { ...dataset, next: () => dataset.next(), ...more },
    compression: undefined,
    limits: { ...none, ...limits },
    store: localParts((part) => path.join(directory, `part-${part}`)),
    rejects: { write: async () => {} },
    readBack: (file) => format.read(file, { columns: undefined, compression: undefined, options: {} }),
  });
  return { sink, directory };
}

test('parts end at the record, across batches, and say what is in them', async () => {
  const { sink, directory } = await opened({ records: 3 });
  for (const batch of [things(2), things(5, 2), things(1, 7)]) await sink.write(batchOf(batch));
  expect(sink.isClosed).toBe(false);
  await sink.close();
  expect(sink.isClosed).toBe(true);
  expect(sink.parts.map(({ rows }) => rows)).toEqual([3, 3, 2]);
  expect(readdirSync(directory)).toHaveLength(3);
  expect(sink.parts.flatMap((part) => lines(readFileSync(part.path, 'utf8')))).toEqual(things(8));
  for (const part of sink.parts) {
    const bytes = readFileSync(part.path);
    expect(part.bytes).toBe(bytes.length);
    expect(part.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});

test('a full last part is not followed by an empty one; no records at all are one file', async () => {
  const full = await opened({ records: 2 });
  await full.sink.write(batchOf(things(4)));
  await full.sink.close();
  expect(full.sink.parts.map(({ rows }) => rows)).toEqual([2, 2]);
  const empty = await opened({ records: 2 });
  await empty.sink.close();
  expect(empty.sink.parts.map(({ rows, bytes }) => [rows, bytes])).toEqual([[0, 0]]);
});

test('a limit in bytes ends a part behind the batch that reaches it', async () => {
  const { sink } = await opened({ bytes: 20 });
  for (let i = 0; i < 6; i += 1) await sink.write(batchOf(things(1, i)));
  await sink.close();
  expect(sink.parts.map(({ rows }) => rows)).toEqual([3, 3]);
});

test('given up, the part that is open has gone', async () => {
  const { sink, directory } = await opened();
  await sink.write(batchOf(things(3)));
  await sink.abort();
  expect(readdirSync(directory)).toEqual([]);
  expect(sink.isClosed).toBe(false);
});

test('warns of columns that differ in letter case alone', async () => {
  const columns = ['Id', 'id'].map((name) => ({ name, type: 'text' as const }));
  const { sink } = await opened({}, { columns: () => columns });
  await sink.close();
  expect(sink.warnings?.()).toEqual([expect.stringMatching(/"Id" and "id" differ in letter case/)]);
});

describe('through a run', () => {
  test.each([
    ['ndjson', ['--max-file-records', '30'], 4],
    ['csv', ['--max-file-records', '100'], 1],
    ['parquet', ['--max-file-records', '33'], 4],
    ['ndjson', ['--max-file-bytes', '1'], 1],
  ] as const)('%s %j', async (format, limit, parts) => {
    const out = path.join(await temporaryDirectory(), 'out');
    const outcome = await exportInto(out, { records: things(100), words: ['-f', format, ...limit] });
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(readdirSync(path.join(out, 'things'))).toHaveLength(parts);
    const from = format === 'ndjson' ? `read_ndjson('${out}/things/*')` : `'${out}/things/*.${format}'`;
    expect(await duckdb(`SELECT count(DISTINCT id)::INT AS n, count(*)::INT AS rows FROM ${from}`)).toEqual([
      { n: 100, rows: 100 },
    ]);
  });
});

describe('rows are taken out again', () => {
  const rowsOf = (...rows: number[]) => {
    const set = new RowSet();
    for (const row of rows) set.add(row);
    return set;
  };

  test('of the parts that hold them; the others stay as they are', async () => {
    const { sink, directory } = await opened({ records: 3 });
    await sink.write(batchOf(things(10)));
    await sink.close();
    const [first] = sink.parts;
    await sink.remove?.(rowsOf(3, 4, 5, 8));
    expect(sink.parts.map(({ rows }) => rows)).toEqual([3, 2, 1]);
    expect(sink.parts[0]).toEqual(first);
    expect(sink.parts.flatMap((part) => lines(readFileSync(part.path, 'utf8')))).toEqual(
      [0, 1, 2, 6, 7, 9].map((id) => ({ id })),
    );
    expect(
      readdirSync(directory)
        .map((name) => path.join(directory, name))
        .sort(),
    ).toEqual(sink.parts.map((part) => part.path).sort());
    for (const part of sink.parts) expect(part.bytes).toBe(readFileSync(part.path).length);
  });

  test('all of them: one empty file', async () => {
    const { sink, directory } = await opened({ records: 2 });
    await sink.write(batchOf(things(3)));
    await sink.close();
    await sink.remove?.(rowsOf(0, 1, 2));
    expect(sink.parts.map(({ rows, bytes }) => [rows, bytes])).toEqual([[0, 0]]);
    expect(readdirSync(directory)).toHaveLength(1);
  });

  test('a part that was changed meanwhile is not written anew, and all files are known', async () => {
    const { sink, directory } = await opened({ records: 2 });
    await sink.write(batchOf(things(4)));
    await sink.close();
    writeFileSync(sink.parts[1]?.path ?? '', '');
    await expect(sink.remove?.(rowsOf(0, 3))).rejects.toThrow(/was changed while it was written/);
    await sink.abort();
    const known = new Set(sink.parts.map((part) => path.basename(part.path)));
    expect(readdirSync(directory).filter((name) => !known.has(name))).toEqual([]);
  });
});
