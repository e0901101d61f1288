// A list that is read from where it lies: once to know that it is whole, then as often as it is asked for.
import { expect, test } from 'vitest';
import { LongList } from '../../../src/source/bodies/long-list.ts';

const lists = async function* () {
  yield [1, 2];
  yield [3];
};

test('knows its count and its last records, and is read again from the start', async () => {
  let disposed = 0;
  const list = await LongList.open(lists, async () => {
    disposed += 1;
  });
  expect([list.count, list.last]).toEqual([3, [3]]);
  for (let i = 0; i < 2; i += 1) {
    const read: unknown[] = [];
    for await (const part of list.lists()) read.push(...part);
    expect(read).toEqual([1, 2, 3]);
  }
  await list.dispose();
  expect(disposed).toBe(1);
});

test('one of nothing', async () => {
  const list = await LongList.open(
    async function* () {},
    async () => {},
  );
  expect([list.count, list.last]).toEqual([0, []]);
});

test('a broken one is known before any of its records is handed on', async () => {
  const broken = async function* () {
    yield* lists();
    throw new SyntaxError('cut');
  };
  await expect(LongList.open(broken, async () => {})).rejects.toThrow('cut');
});
