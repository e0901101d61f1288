// Rows to records by the header; what does not fit it is an error, or the sign of a cut at the very end.
import { describe, expect, test } from 'vitest';
import { type Row, RowReader } from '../../../src/source/bodies/csv-rows.ts';
import { Fault } from '../../../src/source/http/verdict.ts';

function read(...rows: Row[]) {
  const reader = new RowReader();
  const records = rows.map((row) => reader.read(row)).filter((record) => record !== undefined);
  reader.end();
  return records;
}

test('the first row names the cells of all others', () => {
  expect(read(['id', 'name'], ['1', 'Ann'], ['2', null])).toEqual([
    { id: '1', name: 'Ann' },
    { id: '2', name: null },
  ]);
  expect(read(['id'])).toEqual([]);
  expect(read()).toEqual([]);
});

test('a cell of the header without a name has its number; __proto__ is a name like any other', () => {
  expect(read(['id', null, ''], ['1', '2', '3'])).toEqual([{ id: '1', column_2: '2', column_3: '3' }]);
  expect(Object.entries(read(['__proto__'], ['1'])[0] ?? {})).toEqual([['__proto__', '1']]);
});

test('an empty line is none, unless there is one column', () => {
  expect(read(['a', 'b'], [null], ['1', '2'], [null])).toEqual([{ a: '1', b: '2' }]);
  expect(read(['a'], [null])).toEqual([{ a: null }]);
});

describe('a row that does not fit', () => {
  test('too long, or too short before others, is an error for good', () => {
    expect(() => read(['a'], ['1', '2'])).toThrow(Fault);
    expect(() => read(['a', 'b'], ['1', '2'], ['3'], ['5', '6'])).toThrow(
      /record 2 of the CSV has 1 cells where the header has 2/,
    );
  });

  test('too short at the very end was cut', () => {
    expect(() => read(['a', 'b'], ['1', '2'], ['3'])).toThrow(SyntaxError);
    expect(() => read(['a', 'b'], ['1', '2'], ['3'], [null])).toThrow(SyntaxError);
  });

  test('two columns of one name are an error for good', () => {
    expect(() => read(['a', 'b', 'a'])).toThrow(/two columns named "a"/);
    expect(() => read(['column_2', ''])).toThrow(/two columns named "column_2"/);
  });
});
