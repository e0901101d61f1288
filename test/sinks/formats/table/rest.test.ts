import { describe, expect, test } from 'vitest';
import { refuseRest, restOf } from '../../../../src/sinks/formats/table/rest.ts';

const names = new Set(['a', 'b']);

describe('restOf', () => {
  test.each<[string, object, string[] | undefined, object | undefined]>([
    ['nothing', { a: 1 }, undefined, undefined],
    ['fields without a column', { a: 1, x: 2, y: null }, undefined, { x: 2, y: null }],
    ['what its column cannot hold', { a: 1, b: 2 }, ['b'], { b: 2 }],
    ['both', { a: 1, b: 2, x: 3 }, ['a'], { a: 1, x: 3 }],
  ])('%s', (_, record, misfits, expected) => {
    expect(restOf(record as Record<string, unknown>, names, misfits)).toEqual(expected);
  });

  test('a field called __proto__ is a field', () => {
    expect(Object.keys(restOf(JSON.parse('{"__proto__": {"x": 1}}'), names, undefined) ?? {})).toEqual([
      '__proto__',
    ]);
  });
});

test('a refusal names the field, its value and the way out', () => {
  expect(() => refuseRest('CSV', { a: 'many' })).toThrow(
    expect.objectContaining({
      exitCode: 4,
      message: 'column "a": CSV cannot hold "many"',
      hint: expect.stringContaining('_extra'),
    }),
  );
});
