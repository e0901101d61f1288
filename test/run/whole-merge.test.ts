// merge, whole: what becomes of groups and of keys that did not come again, as DuckDB reads it.
import { describe, expect, test } from 'vitest';
import { duckdb } from '../helpers/duckdb.ts';
import { sequence } from '../helpers/sequence.ts';

const formats = ['ndjson', 'csv', 'parquet'];
const columns = { id: { data_type: 'bigint' }, day: { data_type: 'text' } };
const shapes: [string, object][] = formats.flatMap((format): [string, object][] => [
  [format, { columns }],
  [format, {}],
]);

async function rows(out: string, format: string, select: string) {
  const found = await duckdb(`SELECT ${select} AS one FROM '${out}/things/*.${format}' ORDER BY id`);
  return found.map(({ one }) => String(one));
}

describe('vanished', () => {
  const keyed = { primary_key: 'id', write_disposition: 'merge' };
  const all = [
    { id: 1, day: 'a' },
    { id: 2, day: 'b' },
  ];

  test.each(shapes)('mark, unmarked when it comes again, then drop: %s %o', async (format, shape) => {
    const runs = await sequence(format);
    const run = async (records: readonly object[], vanished: string, words: string[] = []) => {
      const ran = await runs.run({ records, resource: { ...keyed, ...shape, vanished }, words });
      expect(ran.code, ran.stderr).toBe(0);
      return ran.stderr;
    };
    const marked = `id::VARCHAR || ' ' || (_vanished_at IS NOT NULL)::VARCHAR || ' ' || day`;
    await run(all, 'mark');
    expect(await run(all.slice(0, 1), 'mark')).toContain('1 earlier record that did not come again');
    expect(await rows(runs.out, format, marked)).toEqual(['1 false a', '2 true b']);
    const [since] = await rows(runs.out, format, 'max(_vanished_at) OVER ()');
    expect(await run(all.slice(0, 1), 'mark')).not.toContain('did not come again');
    expect(await rows(runs.out, format, 'max(_vanished_at) OVER ()')).toEqual([since, since]);
    await run(all, 'mark');
    await run([{ id: 3, day: 'c' }], 'keep');
    expect(await rows(runs.out, format, 'id')).toEqual(['1', '2', '3']);
    expect(await run(all.slice(1), 'drop', ['--limit', '1'])).toMatch(
      /stay, for this run ended before its end/,
    );
    expect(await rows(runs.out, format, 'id')).toEqual(['1', '2', '3']);
    expect(await run(all.slice(1), 'drop')).toContain('2 earlier records that did not come again');
    expect(await rows(runs.out, format, 'id::VARCHAR || day')).toEqual(['2b']);
  });

  test('rejected records may be among them, so all stay', async () => {
    const runs = await sequence();
    const resource = { ...keyed, columns, vanished: 'drop' };
    await runs.run({ records: all, resource });
    const records = [
      { id: 1, day: 'new' },
      { id: 'two', day: 'b' },
    ];
    const ran = await runs.run({ records, resource, words: ['--max-rejects', '1'] });
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringMatching(/stay, for records were rejected/) });
    expect(await rows(runs.out, 'ndjson', 'day')).toEqual(['new', 'b']);
  });
});

describe('merge_key', () => {
  const before = [
    { id: 1, day: 'a' },
    { id: 2, day: 'a' },
    { id: 3, day: 'b' },
  ];

  test.each(shapes)('a group that comes again is replaced as a whole: %s %o', async (format, shape) => {
    const runs = await sequence(format);
    const resource = { ...shape, write_disposition: 'merge', merge_key: 'day' };
    await runs.run({ records: before, resource });
    const ran = await runs.run({
      records: [
        { id: 4, day: 'a' },
        { id: 4, day: 'a' },
      ],
      resource,
    });
    expect(ran.code, ran.stderr).toBe(0);
    expect(await rows(runs.out, format, 'id::VARCHAR || day')).toEqual(['3b', '4a', '4a']);
  });

  test('beside a primary_key: by either', async () => {
    const runs = await sequence();
    const resource = { write_disposition: 'merge', merge_key: 'day', primary_key: 'id' };
    await runs.run({ records: before, resource });
    await runs.run({
      records: [
        { id: 3, day: 'a' },
        { id: 3, day: 'a' },
      ],
      resource,
    });
    expect(await rows(runs.out, 'ndjson', 'id::VARCHAR || day')).toEqual(['3a']);
  });

  test('a run that may read a group in part is refused, and the snapshot stays', async () => {
    const runs = await sequence();
    const resource = { write_disposition: 'merge', merge_key: 'day' };
    await runs.run({ records: before, resource });
    const files = runs.visible();
    const limited = await runs.run({ records: before, resource, words: ['--limit', '1'] });
    expect(limited).toMatchObject({
      code: 2,
      requests: 0,
      stderr: expect.stringMatching(/whole groups by merge_key/),
    });
    const paginator = { type: 'page_number', maximum_page: 1 };
    const ended = await runs.run({ records: before, resource, endpoint: { paginator } });
    expect(ended).toMatchObject({ code: 8, stderr: expect.stringMatching(/whole groups by merge_key/) });
    expect(runs.visible()).toEqual(files);
    const forced = await runs.run({ records: before, resource, words: ['--limit', '1', '--force'] });
    expect(forced.code, forced.stderr).toBe(0);
    expect(await rows(runs.out, 'ndjson', 'id')).toEqual(['1', '3']);
  });
});

test.each(formats)(
  'keys of numbers and texts, which no column declares, are found again, %s',
  async (format) => {
    const runs = await sequence(format);
    for (const resource of [{ hard_delete: 'gone' }, {}]) {
      const merge = { ...resource, primary_key: 'id', write_disposition: 'merge' };
      for (const ids of [[1, 'a'], [1], ['a', 2]]) {
        const ran = await runs.run({ records: ids.map((id) => ({ id })), resource: merge });
        expect(ran.code, ran.stderr).toBe(0);
      }
      const found = await duckdb(`SELECT id::VARCHAR AS id FROM '${runs.out}/things/*.${format}'`);
      expect(found.map(({ id }) => String(id).replaceAll('"', '')).sort()).toEqual(['1', '2', 'a']);
    }
  },
);
