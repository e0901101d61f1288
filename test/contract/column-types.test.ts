// Every registered column type passes this suite: what it brings a value to survives each format and comes back.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnTypes, compileCoerce, INVALID } from '../../src/columns/index.ts';
import { storedColumn } from '../../src/columns/stored.ts';
import type { JsonRecord } from '../../src/core/batch.ts';
import { toJsonText } from '../../src/core/json.ts';
import { parseJson } from '../../src/core/parse-json.ts';
import type { Format } from '../../src/sinks/formats/contract.ts';
import { formats } from '../../src/sinks/formats/index.ts';
import { readWith, writeWith } from '../helpers/formats.ts';
import { columnOf, resourcePlan } from '../helpers/plans.ts';

const value = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'grapheme' }),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.uuid(),
  fc.base64String(),
  fc.constantFrom('2024-05-06T07:08:09.123456+02:00', '07:08', '23:59:59.000001', '-12.50', 'Y', 0),
);
/** As a body gives them; so many that every type finds values of its own among them. */
const samples = fc.sample(value, { numRuns: 3000, seed: 1 }).map((one) => parseJson(toJsonText(one)));

describe.each(columnTypes.map((one) => [one.type, one] as const))('%s', (type, declared) => {
  const column = columnOf('c', type);
  const coerce = compileCoerce(column);
  const brought = samples.map(coerce).filter((one) => one !== INVALID && one !== null && one !== undefined);

  test('takes some values, and what it gave a second time as it is', () => {
    expect(brought.length).toBeGreaterThan(10);
    for (const one of brought) expect(coerce(one)).toEqual(one);
  });

  test('what it gave stands in a column as it is', () => {
    for (const one of brought) expect(declared.fits(one)).toBe(true);
  });

  test.each(formats.map((format): [string, Format] => [format.name, format]))(
    'survives %s',
    async (_name, format) => {
      const records = [...brought, null].map((one): JsonRecord => ({ c: one }));
      const file = await writeWith(format, resourcePlan({ columns: [column] }), [records]);
      const read = await readWith(format, file, [storedColumn(column)]);
      expect(read.map(({ c }) => (c === null || c === undefined ? null : coerce(c)))).toEqual(
        records.map(({ c }) => c),
      );
    },
  );
});
