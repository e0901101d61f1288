// Rejected records: where they lie, and for how long.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { entryOf, exportInto, recordsIn } from '../../helpers/exports.ts';
import { filesOf } from '../../helpers/files.ts';
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
