// Rejected records: where they lie, and for how long.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { RejectFile, rejectsTo } from '../../../src/sinks/targets/rejects.ts';
import { lines } from '../../helpers/cli.ts';
import { entryOf, exportInto, recordsIn } from '../../helpers/exports.ts';
import { filesOf } from '../../helpers/files.ts';
import { batchOf } from '../../helpers/plans.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const outIn = async () => path.join(await temporaryDirectory(), 'out');
const things = (...ids: number[]) => ids.map((id) => ({ id, v: id * 10 }));

describe('rejects', () => {
  const columns = { id: { data_type: 'bigint', nullable: false }, v: { data_type: 'bigint' } };
  const allowed = ['--max-rejects', '5'];

  test('those of earlier appends and merges stay, those of replace go', async () => {
    const out = await outIn();
    for (const [index, disposition] of ['append', 'append', 'merge'].entries()) {
      const records = [
        { id: index, v: 1 },
        { id: `bad ${index}`, v: 1 },
      ];
      const resource = { columns, write_disposition: disposition };
      const outcome = await exportInto(out, { records, resource, words: allowed });
      expect(outcome.code, outcome.stderr).toBe(0);
    }
    const reasons = recordsIn(out, '_rejects/things').map(({ record }) => (record as { id: string }).id);
    expect(reasons).toEqual(['bad 0', 'bad 1', 'bad 2']);
    expect(entryOf(out)).toMatchObject({ rejects: 3, rejected: [{ rows: 1 }, { rows: 1 }, { rows: 1 }] });
    await exportInto(out, { records: things(1), resource: { columns, write_disposition: 'replace' } });
    expect(readdirSync(out).sort()).toEqual(['_manifest.json', 'things']);
    expect(entryOf(out)).toMatchObject({ rejects: 0, rejected: [] });
  });

  test('a run whose every record was rejected leaves the snapshot as it was', async () => {
    const out = await outIn();
    const resource = { write_disposition: 'replace' };
    await exportInto(out, { records: things(1, 2), resource });
    const before = filesOf(out);
    const outcome = await exportInto(out, {
      records: things(3, 4),
      resource: { ...resource, primary_key: 'uuid' },
      words: allowed,
    });
    expect(outcome.code).not.toBe(0);
    expect(filesOf(out)).toEqual(before);
  });
});

describe('a file of rejects', () => {
  const bad = (count: number) => ({
    rejects: Array.from({ length: count }, (_, id) => ({ record: { id }, reason: 'no', column: 'id' })),
  });
  const fileIn = async () => path.join(await temporaryDirectory(), 'bad.ndjson');

  test('comes with the first one, and counts them all; finishing it twice is no fault', async () => {
    const name = await fileIn();
    const file = new RejectFile(name);
    await file.write(batchOf([{ id: 1 }]));
    expect(existsSync(name)).toBe(false);
    await file.write(batchOf([], { ...bad(2), partition: 'kind=a', page: 3 }));
    await file.write(batchOf([], bad(1)));
    const finished = await file.finish();
    expect(finished).toMatchObject({ path: name, rows: 3 });
    expect(await file.finish()).toBe(finished);
    expect(lines(readFileSync(name, 'utf8'))[1]).toEqual({
      resource: 'things',
      partition: 'kind=a',
      page: 3,
      column: 'id',
      reason: 'no',
      record: { id: 1 },
    });
    await file.discard();
    expect(existsSync(name)).toBe(false);
  });

  test('of all resources is put in place at the end, and only where there are any', async () => {
    for (const count of [2, 0]) {
      const name = await fileIn();
      const shared = rejectsTo(name);
      await shared.prepare();
      await shared.sink.write(batchOf([], bad(count)));
      expect(existsSync(name)).toBe(false);
      await shared.finish();
      await shared.publish();
      expect(readdirSync(path.dirname(name))).toEqual(count === 0 ? [] : ['bad.ndjson']);
    }
  });

  test('given up, nothing of it is left', async () => {
    const name = await fileIn();
    const shared = rejectsTo(name);
    await shared.prepare();
    await shared.sink.write(batchOf([], bad(1)));
    await shared.discard();
    expect(readdirSync(path.dirname(name))).toEqual([]);
  });
});
