// The bridges to Highland.
import highland from 'highland';
import { describe, expect, test } from 'vitest';
import type { Batch } from '../../src/core/batch.ts';
import { slices, streamOf } from '../../src/stages/stream.ts';
import { batchOf } from '../helpers/plans.ts';

const collect = <T>(stream: Highland.Stream<T>) => stream.collect().toPromise(Promise);

describe('slices', () => {
  test('a page of the usual size stays as it is', async () => {
    const batch = batchOf([{ id: 1 }, { id: 2 }]);
    expect(await collect(slices(highland([batch])))).toEqual([batch]);
  });

  test('a huge page: the same records in order, position and rejects with the last', async () => {
    const records = Array.from({ length: 5001 }, (_, id) => ({ id }));
    const reject = { reason: 'odd', column: undefined, record: 1 };
    const batch: Batch = batchOf(records, { position: { offset: 5001 }, rejects: [reject] });
    const parts = await collect(slices(highland([batch])));
    expect(parts.map((part) => part.records.length)).toEqual([2000, 2000, 1001]);
    expect(parts.flatMap((part) => part.records)).toEqual(records);
    expect(parts.map((part) => part.position)).toEqual([undefined, undefined, { offset: 5001 }]);
    expect(parts.map((part) => part.rejects)).toEqual([[], [], [reject]]);
  });

  test('rejects without records are not lost', async () => {
    const reject = { reason: 'odd', column: undefined, record: 1 };
    const parts = await collect(slices(highland([batchOf([], { rejects: [reject] })])));
    expect(parts.flatMap((part) => part.rejects)).toEqual([reject]);
  });
});

test('streamOf: elements, then the error of the source', async () => {
  async function* source() {
    yield 1;
    yield 2;
    throw new Error('dry');
  }
  const seen: number[] = [];
  await expect(collect(streamOf(source(), true).tap((one) => seen.push(one)))).rejects.toThrow('dry');
  expect(seen).toEqual([1, 2]);
});
