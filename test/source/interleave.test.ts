// Sources side by side: the order, the bound, and the end.
import { expect, test } from 'vitest';
import { interleave } from '../../src/source/interleave.ts';

async function* counting(name: string, count: number, log: string[] = []) {
  try {
    for (let i = 0; i < count; i += 1) yield `${name}${i}`;
  } finally {
    log.push(`${name} over`);
  }
}

test('takes one of each in turn; what ends makes place for the next', async () => {
  const sources = async function* () {
    yield counting('a', 3);
    yield counting('b', 1);
    yield counting('c', 2);
  };
  const items: string[] = [];
  for await (const item of interleave(sources(), 2)) items.push(item);
  expect(items).toEqual(['a0', 'b0', 'a1', 'a2', 'c0', 'c1']);
});

test('asks for no source before its turn', async () => {
  let opened = 0;
  const endless = async function* () {
    for (;;) {
      opened += 1;
      yield counting(String(opened), 1);
    }
  };
  let taken = 0;
  for await (const _ of interleave(endless(), 4)) {
    taken += 1;
    expect(opened).toBeLessThanOrEqual(taken + 4);
    if (taken === 1000) break;
  }
});

test('leaving the loop ends the sources', async () => {
  const log: string[] = [];
  const sources = async function* () {
    try {
      for (const name of ['a', 'b', 'c']) yield counting(name, 5, log);
    } finally {
      log.push('sources over');
    }
  };
  for await (const _ of interleave(sources(), 2)) break;
  expect(log.sort()).toEqual(['a over', 'b over', 'sources over']);
});

test('an error of a source, and one of the stream of sources, comes through', async () => {
  const failing = async function* (): AsyncGenerator<string, void, undefined> {
    yield 'a';
    throw new Error('broken');
  };
  const read = async (sources: AsyncGenerator<AsyncGenerator<string, void, undefined>>) => {
    for await (const _ of interleave(sources, 2));
  };
  const one = async function* () {
    yield failing();
  };
  const other = async function* () {
    yield counting('a', 1);
    throw new Error('no more');
  };
  await expect(read(one())).rejects.toThrow('broken');
  await expect(read(other())).rejects.toThrow('no more');
});

test('ahead: each source is asked for its next item as soon as the last was taken, in the same order', async () => {
  const asked: string[] = [];
  async function* source(name: string) {
    for (let i = 1; i <= 2; i += 1) {
      asked.push(`${name}${i}`);
      yield `${name}${i}`;
    }
  }
  async function* sources() {
    yield source('a');
    yield source('b');
  }
  const items = interleave(sources(), 2, true);
  expect((await items.next()).value).toBe('a1');
  expect(asked).toEqual(['a1', 'b1']);
  expect((await items.next()).value).toBe('b1');
  expect(asked).toEqual(['a1', 'b1', 'a2']);
  expect((await items.next()).value).toBe('a2');
  expect((await items.next()).value).toBe('b2');
  expect((await items.next()).done).toBe(true);
});
