// The generated code against the plain way: the same result for any record, or a refusal.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileCoerce, DATA_TYPES, INVALID } from '../../../src/columns/index.ts';
import type { JsonRecord } from '../../../src/core/batch.ts';
import { compilePath, setOwn } from '../../../src/core/path.ts';
import { compileUsual, fieldOf } from '../../../src/stages/normalize/record-code.ts';
import { columnOf } from '../../helpers/plans.ts';

const NAMES = [
  'id',
  'a',
  '__proto__',
  'constructor',
  'toString',
  '0',
  'quote"\\',
  'line\u2028',
  'nested.inner',
];

const columns = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...NAMES),
    from: fc.constantFrom(...NAMES),
    type: fc.constantFrom(...DATA_TYPES),
    nullable: fc.boolean(),
  }),
  { selector: ({ name }) => name, minLength: 1 },
);
const value = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    'text',
    '12',
    12,
    1.5,
    true,
    null,
    '2024-05-06T07:08:09Z',
    'yes',
    9007199254740993n,
  ),
  fc.constant({ inner: 1 }),
);
const record = fc
  .array(
    fc.tuple(
      fc.constantFrom('id', 'a', '__proto__', 'constructor', '0', 'quote"\\', 'nested', 'more'),
      value,
    ),
  )
  .map((entries) => {
    const made: JsonRecord = {};
    for (const [key, one] of entries) setOwn(made, key, one);
    return made;
  });

test('law: the same as column by column', () => {
  fc.assert(
    fc.property(columns, record, (list, one) => {
      const compiled = list.map(({ name, from, type, nullable }) => {
        const column = columnOf(name, type, { from, nullable });
        return { column, coerce: compileCoerce(column), get: compilePath(from), field: fieldOf(from) };
      });
      const found = compileUsual(compiled, (_record, result) => result)(one);

      const expected: JsonRecord = {};
      let isUsual = true;
      for (const { column, coerce } of compiled) {
        const raw = compilePath(column.from)(one);
        const brought = raw === undefined || raw === null ? null : coerce(raw);
        if (brought === INVALID || (brought === null && !column.nullable)) isUsual = false;
        setOwn(expected, column.name, brought);
      }
      if (!isUsual) {
        expect(found).toBeUndefined();
        return;
      }
      expect(Object.entries(found ?? {})).toEqual(Object.entries(expected));
      expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
    }),
    { numRuns: 2000 },
  );
});

test('asks for undeclared fields only where there are any', () => {
  const compiled = ['id', 'a'].map((name) => {
    const column = columnOf(name, 'json');
    return { column, coerce: compileCoerce(column), get: compilePath(name), field: name };
  });
  let asked = 0;
  const usual = compileUsual(compiled, (_record, result) => {
    asked += 1;
    return result;
  });
  usual({ id: 1, a: 2 });
  usual({ id: 1 });
  expect(asked).toBe(0);
  usual({ id: 1, b: 2 });
  expect(asked).toBe(1);
});
