import { expect, test } from 'vitest';
import type { DataType } from '../../src/columns/index.ts';
import { widen } from '../../src/columns/infer.ts';
import { ExactNumber } from '../../src/core/exact-number.ts';

test.each<[unknown[], DataType | undefined]>([
  [[null, undefined], undefined],
  [[1, null], 'bigint'],
  [[1, 2.5], 'double'],
  [[1, 9007199254740993n], 'bigint'],
  [[1, 2n ** 64n], 'text'],
  [[1, ''], 'text'],
  [[1, 'A2'], 'text'],
  [[true, 1], 'text'],
  [['1', '2'], 'text'],
  [[1.5, new ExactNumber('9007199254740993.25')], 'text'],
  [[{}, 'a'], 'json'],
  [['a', []], 'json'],
])('%o are %s, in any order', (values, type) => {
  const narrowest = (some: unknown[]) => some.reduce<DataType | undefined>(widen, undefined);
  expect(narrowest(values)).toBe(type);
  expect(narrowest(values.toReversed())).toBe(type);
});
