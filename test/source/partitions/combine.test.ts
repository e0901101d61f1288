// Several routers give every combination, the last one's slices changing fastest.
import { expect, test } from 'vitest';
import { combine } from '../../../src/source/partitions/combine.ts';
import type { Partition, Slice } from '../../../src/source/partitions/contract.ts';

const slice = (name: string, value: number): Slice => ({
  key: `${name}=${value}`,
  params: { [name]: value, shared: value },
  headers: { [`x-${name}`]: String(value) },
  body: { [name]: value },
  pathValues: { [name]: String(value) },
  recordFields: { [name]: value },
});

async function all(...routers: Parameters<typeof combine>[0]) {
  const found: Partition[] = [];
  for await (const one of combine(routers)) found.push(one);
  return found;
}

test('no router is the whole resource; one without slices is nothing', async () => {
  expect(await all()).toEqual([
    {
      key: '',
      params: {},
      headers: {},
      body: {},
      pathValues: {},
      recordFields: {},
      values: {},
      parent: undefined,
    },
  ]);
  expect(
    await all(
      () => [slice('a', 1)],
      () => [],
    ),
  ).toEqual([]);
});

test('all that the slices say goes together; of two values the later router’s counts', async () => {
  const combined = await all(
    () => [slice('a', 1), slice('a', 2)],
    () => [slice('b', 3), slice('b', 4)],
  );
  expect(combined.map(({ key }) => key)).toEqual(['a=1&b=3', 'a=1&b=4', 'a=2&b=3', 'a=2&b=4']);
  expect(combined[1]).toEqual({
    key: 'a=1&b=4',
    params: { a: 1, b: 4, shared: 4 },
    headers: { 'x-a': '1', 'x-b': '4' },
    body: { a: 1, b: 4 },
    pathValues: { a: '1', b: '4' },
    recordFields: { a: 1, b: 4 },
    values: {},
    parent: undefined,
  });
});

test('the slice of a parent keeps its values and its record beside others', async () => {
  const parent = { id: 7 };
  const [one] = await all(
    () => [slice('b', 3)],
    () => [{ ...slice('a', 1), values: { 'resources.users.id': 7 }, parent }],
  );
  expect(one).toMatchObject({ values: { 'resources.users.id': 7 }, parent });
});

test('a slice is made when it is asked for', async () => {
  let made = 0;
  const endless = function* () {
    for (;;) yield slice('a', made++);
  };
  const slices = combine([endless, () => [slice('b', 1), slice('b', 2)]]);
  for (let i = 0; i < 3; i += 1) await slices.next();
  expect(made).toBe(2);
  await slices.return();
});
