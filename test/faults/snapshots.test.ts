// What a run leaves of an earlier snapshot, when it is not as good: another key, a limit, rejects, an answer that is none.
import { describe, expect, test } from 'vitest';
import { type Step, sequence } from '../helpers/sequence.ts';
import { json } from '../helpers/serve.ts';
import { ids } from './cases/case.ts';

const merge = { primary_key: 'id', write_disposition: 'merge' };
const REFUSED = [2, 4, 8];
const linesOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** A first run, then one that must not touch what the first one left. */
async function staysAfter(first: Step, second: Step, codes: readonly number[]) {
  const runs = await sequence();
  const one = await runs.run(first);
  expect(one.code, one.stderr).toBe(0);
  const before = runs.visible();
  const two = await runs.run(second);
  expect(codes, two.stderr).toContain(two.code);
  const after = runs.visible();
  for (const [name, bytes] of Object.entries(before))
    if (name !== '_manifest.json') expect(after[name], name).toBe(bytes);
  expect(linesOf(runs.text('things/part-00000.ndjson'))).toEqual(first.records);
  return two;
}

describe('blank answer with 200: the earlier file stays', () => {
  test.each(['', '  \n', '\uFEFF'])('%j', async (body) => {
    const listener: Step['listener'] = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    };
    await staysAfter({ records: ids(3) }, { listener }, [5]);
  });

  test('202', async () => {
    await staysAfter(
      { records: ids(3) },
      { listener: (_, response) => void response.writeHead(202).end() },
      [5],
    );
  });
});

describe('scalar where records belong: the earlier file stays', () => {
  test.each(['Session expired', 0, false, true, [[1]], ['a'], [null]].map((records) => [records]))(
    '%j',
    async (records) => {
      await staysAfter({ records: ids(3) }, { records }, [4]);
    },
  );
});

describe('rejected records', () => {
  const keyed = { primary_key: 'uuid' };
  test.each(['replace', 'append', 'merge'])(
    'all of them: failed, the earlier snapshot stays, by %s',
    async (kind) => {
      const resource = { primary_key: 'id', write_disposition: kind };
      const two = await staysAfter(
        { records: ids(3), resource },
        { records: [{ name: 'a' }, { id: null }], resource },
        [4, 6],
      );
      expect(two.stderr).toMatch(/reject/);
    },
  );

  test('all of them: a key that no record has', async () => {
    const runs = await sequence();
    expect((await runs.run({ records: ids(3), resource: keyed })).code).toBe(4);
    expect(runs.text('things/part-00000.ndjson')).toBe('');
  });

  test('all of them: by a type, into one file and into a pipe', async () => {
    const columns = { id: { data_type: 'bigint' } };
    const step = { records: [{ id: 'x' }, { id: 'y' }], resource: { columns } };
    const runs = await sequence();
    expect((await runs.run({ ...step, words: ['-o', `${runs.out}.ndjson`] })).code).toBe(4);
    expect((await runs.run({ ...step, words: ['-o', '-'] })).code).not.toBe(0);
  });

  const some = { records: [{ id: 1 }, { id: 2 }, { id: 3 }, {}], resource: { primary_key: 'id' } };
  test.each([
    [[], 6],
    [['--max-rejects', '0'], 6],
    [['--max-rejects', '1'], 0],
    [['--max-rejects', '2'], 0],
    [['--max-rejects', '25%'], 0],
    [['--max-rejects', '24%'], 6],
    [['--max-rejects', '10%'], 6],
  ])('one of four with %j: exit %i, and it is kept', async (words, code) => {
    const runs = await sequence();
    const ran = await runs.run({ ...some, words });
    expect(ran.code, ran.stderr).toBe(code);
    expect(linesOf(runs.text('things/part-00000.ndjson'))).toEqual(ids(3));
    const rejects = Object.entries(runs.visible()).filter(([name]) => name.startsWith('_rejects/'));
    expect(rejects).toHaveLength(1);
    expect(Buffer.from(rejects[0]?.[1] ?? '', 'base64').toString()).toMatch(/no key/);
  });

  test('one that is no object among good ones: exit 6, and it is kept', async () => {
    const runs = await sequence();
    const ran = await runs.run({ records: [17, { id: 1 }] });
    expect(ran.code, ran.stderr).toBe(6);
    expect(linesOf(runs.text('things/part-00000.ndjson'))).toEqual(ids(1));
    expect(Object.keys(runs.visible()).some((name) => name.startsWith('_rejects/'))).toBe(true);
  });

  test('rejects of earlier appends stay', async () => {
    const runs = await sequence();
    const resource = { primary_key: 'id', write_disposition: 'append' };
    const words = ['--max-rejects', '5'];
    for (const name of ['first', 'second', 'third'])
      expect((await runs.run({ records: [{ id: name }, { name }], resource, words })).code).toBe(0);
    expect((await runs.run({ records: [{ id: 'fourth' }], resource, words })).code).toBe(0);
    const kept = Object.entries(runs.visible())
      .filter(([name]) => name.startsWith('_rejects/'))
      .map(([, bytes]) => Buffer.from(bytes, 'base64').toString())
      .join('\n');
    for (const name of ['first', 'second', 'third']) expect(kept).toContain(name);
  });
});

describe('merge that would lose records', () => {
  const records = [
    { id: 1, name: 'a' },
    { id: 2, name: 'b' },
    { id: 3, name: 'c' },
  ];
  const other: Record<string, object> = {
    'the key under another name': {
      write_disposition: 'merge',
      primary_key: 'contact_id',
      columns: { contact_id: { data_type: 'bigint', from: 'id' } },
    },
    'a key that the snapshot does not have': { write_disposition: 'merge', primary_key: 'uuid' },
    'another key that it has': { write_disposition: 'merge', primary_key: 'name' },
    'more columns in the key': { write_disposition: 'merge', primary_key: ['id', 'name'] },
  };
  test.each(Object.keys(other))('%s: refused before the first request', async (name) => {
    const two = await staysAfter(
      { records, resource: merge },
      { records: [{ id: 3, name: 'z', uuid: 'u' }], resource: other[name] ?? {} },
      REFUSED,
    );
    expect(two.requests).toBe(0);
    expect(two.stderr).toMatch(/things/);
  });

  test('naming that changes the key: refused before the first request', async () => {
    const runs = await sequence();
    const resource = { primary_key: 'Id', write_disposition: 'merge' };
    const upper = records.map(({ id, name }) => ({ Id: id, name }));
    expect((await runs.run({ records: upper, resource })).code).toBe(0);
    const before = runs.visible();
    const two = await runs.run({
      records: upper,
      resource: { ...resource, primary_key: 'id', naming: 'snake_case' },
    });
    expect(REFUSED, two.stderr).toContain(two.code);
    expect(two.requests).toBe(0);
    expect(runs.visible()).toEqual(before);
  });

  test('--limit keeps what did not come', async () => {
    const runs = await sequence();
    await runs.run({ records: ids(10), resource: merge });
    const two = await runs.run({ records: ids(10), resource: merge, words: ['--limit', '3'] });
    const left = Object.keys(runs.visible())
      .filter((name) => name.startsWith('things/'))
      .flatMap((name) => linesOf(runs.text(name)))
      .map((record) => record.id)
      .sort((one, two) => one - two);
    expect(left, two.stderr).toEqual(ids(10).map(({ id }) => id));
  });

  test.each(['text', 'bigint', 'decimal'])(
    'columns that are declared later, the key as %s: still one record a key',
    async (data_type) => {
      const runs = await sequence();
      await runs.run({ records, resource: merge });
      const columns = { id: { data_type }, name: { data_type: 'text' } };
      const two = await runs.run({ records: [{ id: 3, name: 'z' }], resource: { ...merge, columns } });
      const rows = linesOf(runs.text('things/part-00000.ndjson'));
      if (two.code !== 0) return expect(rows).toEqual(records);
      expect(rows.map(({ id, name }) => `${id} ${name}`).sort()).toEqual(['1 a', '2 b', '3 z']);
    },
  );

  test('no alarm: the same key, a record that changed and a new one', async () => {
    const runs = await sequence();
    await runs.run({ records, resource: merge });
    const two = await runs.run({
      records: [
        { id: 3, name: 'z' },
        { id: 4, name: 'd' },
      ],
      resource: merge,
    });
    expect(two.code, two.stderr).toBe(0);
    const rows = Object.keys(runs.visible())
      .filter((name) => name.startsWith('things/'))
      .flatMap((name) => linesOf(runs.text(name)));
    expect(rows.sort((one, two) => one.id - two.id)).toEqual([
      { id: 1, name: 'a' },
      { id: 2, name: 'b' },
      { id: 3, name: 'z' },
      { id: 4, name: 'd' },
    ]);
  });

  test('no alarm: onto what a replace left, by the same key', async () => {
    const runs = await sequence();
    await runs.run({ records: ids(3), resource: { primary_key: 'id' } });
    const two = await runs.run({ records: [{ id: 4 }], resource: merge });
    expect(two.code, two.stderr).toBe(0);
  });
});

describe('--limit into a complete snapshot', () => {
  test.each([
    ['replace', {}],
    ['replace, with a key', { primary_key: 'id' }],
  ])('refused, by %s', async (_name, resource) => {
    const two = await staysAfter(
      { records: ids(10), resource },
      { records: ids(10), resource, words: ['--limit', '3'] },
      REFUSED,
    );
    expect(two.stderr).toMatch(/--force/);
  });

  test('replaced where forced', async () => {
    const runs = await sequence();
    await runs.run({ records: ids(10) });
    const two = await runs.run({ records: ids(10), words: ['--limit', '3', '--force'] });
    expect(two.code, two.stderr).toBe(0);
    expect(linesOf(runs.text('things/part-00000.ndjson'))).toEqual(ids(3));
  });

  test('no alarm: into an empty directory, and onto another limited run', async () => {
    const runs = await sequence();
    for (const limit of ['3', '4'])
      expect(await runs.run({ records: ids(10), words: ['--limit', limit] })).toMatchObject({ code: 0 });
    expect(linesOf(runs.text('things/part-00000.ndjson'))).toEqual(ids(4));
    expect(await runs.run({ records: ids(10) })).toMatchObject({ code: 0 });
  });

  test('a failed run replaces nothing either', async () => {
    await staysAfter({ records: ids(3) }, { listener: (_, response) => json(response, {}, 500) }, [5]);
  });
});
