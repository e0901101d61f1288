import { expect, test } from 'vitest';
import { inferColumns } from '../../../../src/sinks/formats/table/infer.ts';

test('in order of appearance, as wide as the values need', () => {
  const records = [
    { a: 1, b: null },
    { c: 'x', a: 2.5 },
    { b: { x: 1 }, c: null },
  ];
  expect(inferColumns(records)).toEqual([
    { name: 'a', type: 'double' },
    { name: 'b', type: 'json' },
    { name: 'c', type: 'text' },
  ]);
});

test('a field that was always null is json, which holds whatever comes', () => {
  expect(inferColumns([{ a: null }])).toEqual([{ name: 'a', type: 'json' }]);
});

test('names that stay in _extra', () => {
  expect(inferColumns([JSON.parse('{"__proto__": 1, "_extra": 2, "constructor": 3}')])).toEqual([
    { name: 'constructor', type: 'bigint' },
  ]);
});
