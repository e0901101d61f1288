import { expect, test } from 'vitest';
import { restoreExtra } from '../../../../src/sinks/formats/table/restore.ts';

const restored = (record: Record<string, unknown>, text: string) => {
  restoreExtra(record, text);
  return record;
};

test('every digit, over what stands in a column', () => {
  expect(restored({ a: null, b: 1 }, '{"a":9007199254740993,"c":[null]}')).toEqual({
    a: 9007199254740993n,
    b: 1,
    c: [null],
  });
});

test('a field called __proto__ is data', () => {
  const record = restored({}, '{"__proto__":{"x":1}}');
  expect(Object.keys(record)).toEqual(['__proto__']);
  expect(record.x).toBeUndefined();
});

test('what is no object leaves the record as it is', () => {
  for (const text of ['null', '1', '"x"']) expect(restored({ a: 1 }, text)).toEqual({ a: 1 });
});
