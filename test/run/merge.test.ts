// merge: what of the earlier snapshot is carried over behind this run's records.
import { describe, expect, test } from 'vitest';
import { storedColumn } from '../../src/columns/stored.ts';
import type { ResourcePlan } from '../../src/config/pipeline.ts';
import type { JsonRecord, Page } from '../../src/core/batch.ts';
import { ContractError } from '../../src/core/errors.ts';
import { mergeEarlier } from '../../src/run/merge.ts';
import { chainOf, elementsOf } from '../../src/stages/index.ts';
import { columnOf, resourcePlan } from '../helpers/plans.ts';

const keyed = resourcePlan({ primary_key: ['id'], dedupe: true, write_disposition: 'merge' });
const idAndV = [columnOf('id', 'bigint'), columnOf('v', 'text')];

interface Merge {
  readonly now?: readonly JsonRecord[];
  readonly earlier: readonly (readonly JsonRecord[])[];
  readonly columns?: readonly ReturnType<typeof storedColumn>[];
  readonly signal?: AbortSignal;
}

async function merge(resource: ResourcePlan, { now = [], earlier, columns, signal }: Merge) {
  async function* pages(): AsyncGenerator<Page, void, undefined> {
    yield { resource: 'things', partition: '', page: 1, position: undefined, records: now, recordFields: {} };
  }
  const chain = chainOf(resource, () => {});
  for await (const _ of elementsOf(chain.stream(pages(), false)));
  const written: JsonRecord[] = [];
  const sink = {
    write: async (batch: { records: readonly JsonRecord[] }) => void written.push(...batch.records),
    close: async () => {},
    abort: async () => {},
  };
  async function* read() {
    yield* earlier;
  }
  try {
    const snapshot = { columns, read };
    const terms = { isWhole: true, startedAt: new Date(0) };
    const kept = await mergeEarlier(
      resource,
      snapshot,
      chain,
      sink,
      terms,
      signal ?? new AbortController().signal,
    );
    return { kept, written };
  } finally {
    chain.close();
  }
}

test('records whose key did not come again, over all files, in their order', async () => {
  const earlier = [
    [
      { id: 1, v: 'old' },
      { id: 2, v: 'old' },
    ],
    [],
    [{ id: 3, v: 'old' }],
  ];
  expect(await merge(keyed, { now: [{ id: 2, v: 'new' }], earlier })).toEqual({
    kept: 2,
    written: [
      { id: 1, v: 'old' },
      { id: 3, v: 'old' },
    ],
  });
});

test('nothing came: everything stays', async () => {
  expect((await merge(keyed, { earlier: [[{ id: 1 }]] })).kept).toBe(1);
});

test('keys that came back as text are those that they were', async () => {
  const resource = { ...keyed, columns: idAndV };
  const columns = idAndV.map(storedColumn);
  const earlier = [
    [
      { id: '2', v: 'old' },
      { id: '9007199254740993', v: 'old' },
    ],
  ];
  expect(await merge(resource, { now: [{ id: 2, v: 'new' }], earlier, columns })).toEqual({
    kept: 1,
    written: [{ id: 9007199254740993n, v: 'old' }],
  });
});

test('a column that is text now compares as text with a snapshot that has no columns', async () => {
  const resource = { ...keyed, columns: [columnOf('id', 'text')] };
  expect((await merge(resource, { now: [{ id: '2' }], earlier: [[{ id: 2 }]] })).kept).toBe(0);
});

test('columns that are declared no more keep their values', async () => {
  const resource = { ...keyed, columns: [columnOf('id', 'bigint')] };
  const columns = [...idAndV, columnOf('$', 'bigint')].map(storedColumn);
  const earlier = [[{ id: 1, v: 'kept', $: '7' }]];
  expect((await merge(resource, { earlier, columns })).written).toEqual([{ id: 1, v: 'kept', $: 7 }]);
});

test('a column that reads from elsewhere finds its earlier values under its own name', async () => {
  const resource = { ...keyed, columns: [columnOf('id', 'bigint', { from: 'ID.value', nullable: false })] };
  expect((await merge(resource, { earlier: [[{ id: 1 }]] })).written).toEqual([{ id: 1 }]);
});

describe('what cannot be carried over fails, and nothing is lost in silence', () => {
  test.each<[string, JsonRecord, RegExp]>([
    ['no key', { v: 'x' }, /column "id": no key/],
    ['a null for a key', { id: null, v: 'x' }, /column "id": no key/],
    ['a value that is not its type any more', { id: 'x', v: 'x' }, /column "id": "x" cannot be bigint$/],
  ])('%s', async (_name, record, reason) => {
    const merging = merge({ ...keyed, columns: idAndV }, { earlier: [[{ id: 1 }, record]] });
    await expect(merging).rejects.toThrow(ContractError);
    await expect(merging).rejects.toThrow(/^a record of the earlier snapshot cannot be carried over: /);
    await expect(merging).rejects.toThrow(reason);
  });

  test('an abort ends it between two batches', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(merge(keyed, { earlier: [[{ id: 1 }]], signal })).rejects.toThrow('enough');
  });
});
