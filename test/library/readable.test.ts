// A Node stream over lists: one list at a time, and an end that reaches what feeds it.
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { readableOf } from '../../src/library/readable.ts';

/** Lists that write down how they are read. */
function source(...lists: (number[] | Error)[]) {
  const told: string[] = [];
  async function* read() {
    try {
      for (const list of lists) {
        if (list instanceof Error) throw list;
        told.push(`list of ${list.length}`);
        yield list;
      }
    } finally {
      told.push('over');
    }
  }
  return { told, stream: readableOf(read(), () => told.push('left')) };
}

test('every element of every list, empty lists too', async () => {
  const { stream } = source([], [1, 2], [], [], [3]);
  expect(await stream.toArray()).toEqual([1, 2, 3]);
});

test('no list at all ends at once', async () => {
  expect(await source().stream.toArray()).toEqual([]);
  expect(await source([], []).stream.toArray()).toEqual([]);
});

test('nothing is asked for before it is read, and then not everything at once', async () => {
  const { told, stream } = source([1, 2, 3], [4, 5, 6], [7, 8, 9]);
  await turn();
  expect(told).toEqual([]);
  const elements = stream[Symbol.asyncIterator]();
  expect(await elements.next()).toEqual({ done: false, value: 1 });
  await turn();
  expect(told).toEqual(['list of 3']);
  await elements.return?.();
});

describe('the end', () => {
  test('leaving a loop tells at once, and then the lists are over', async () => {
    const { told, stream } = source([1, 2], [3]);
    for await (const _ of stream) break;
    expect(told).toEqual(['list of 2', 'left', 'over']);
  });

  test('an error of the source comes behind the elements before it', async () => {
    const { told, stream } = source([1], new Error('broken'));
    const seen: number[] = [];
    const reading = (async () => {
      for await (const one of stream) seen.push(one);
    })();
    await expect(reading).rejects.toThrow('broken');
    expect(seen).toEqual([1]);
    expect(told).toEqual(['list of 1', 'over', 'left']);
  });

  test('a list under way is not waited for', async () => {
    let release = () => {};
    async function* read(): AsyncGenerator<number[], void, undefined> {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    }
    const stream = readableOf(read(), () => release());
    const reading = stream.toArray().catch((error: unknown) => error);
    await turn();
    stream.destroy(new Error('enough'));
    expect(await reading).toMatchObject({ message: 'enough' });
  });
});
