// Values in their order: numbers exactly, moments as moments, texts as they are.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareOrdered, type Ordered, orderedReader } from '../../src/columns/ordered.ts';
import { toExact } from '../../src/core/exact-number.ts';

const read = orderedReader(undefined, undefined);
const of = (raw: unknown, reader = read): Ordered => {
  const value = reader(raw);
  if (value === undefined) throw new Error(`${String(raw)} has no order`);
  return value;
};
const compare = (a: unknown, b: unknown, reader = read) =>
  Math.sign(compareOrdered(of(a, reader), of(b, reader)));

describe('numbers', () => {
  test.each([
    ['9007199254740993', '9007199254740992', 1],
    ['9007199254740993', '9007199254740993', 0],
    ['0.10000000000000000001', '0.1', 1],
    ['-0.10000000000000000001', '-0.1', -1],
    ['1e400', '1e401', -1],
    ['-1e400', '1e-400', -1],
    ['12345678901234567890.5', '12345678901234567890', 1],
    ['100', '99.5', 1],
    ['0', '-0.0000000000000000000000000001', 1],
  ])('%s, %s', (a, b, expected) => {
    expect(compare(toExact(a), toExact(b))).toBe(expected);
    expect(compare(toExact(b), toExact(a))).toBe(expected === 0 ? 0 : -expected);
  });

  test('as whole numbers compare, however they are written', () => {
    const whole = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        const expected = a < b ? -1 : a > b ? 1 : 0;
        expect(compare(toExact(String(a)), toExact(String(b)))).toBe(expected);
        expect(compare(toExact(`${a}.0`), toExact(`${b}e0`))).toBe(expected);
      }),
    );
  });
});

test('moments compare as moments, whatever their spelling', () => {
  expect(compare('2024-05-06T07:08:09Z', '2024-05-06T09:08:09+02:00')).toBe(0);
  expect(compare('2024-05-06 07:08:09', '2024-05-06T07:08:09.000001Z')).toBe(-1);
  expect(compare('2024-05-06', '2024-05-05T23:59:59.999Z')).toBe(1);
  const days = fc.date({ min: new Date('1970-01-01'), max: new Date('2999-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(days, days, (a, b) => {
      expect(compare(a.toISOString(), b.toISOString())).toBe(Math.sign(a.getTime() - b.getTime()));
    }),
  );
});

test('what a value is', () => {
  expect(of('abc')).toMatchObject({ kind: 'text', at: 'abc' });
  expect(of('17')).toMatchObject({ kind: 'text' });
  expect(of(17)).toMatchObject({ kind: 'number' });
  expect(of('2024-05-06')).toMatchObject({ kind: 'moment', at: '2024-05-06T00:00:00.000' });
  for (const raw of [null, undefined, '', true, {}, [], Number.NaN]) expect(read(raw)).toBeUndefined();
});

test('a request’s format reads records, too', () => {
  const epochs = orderedReader(undefined, 'epoch_s');
  expect(of(0, epochs)).toMatchObject({ kind: 'moment', at: '1970-01-01T00:00:00.000' });
  expect(of('1970-01-01', epochs)).toMatchObject({ at: '1970-01-01T00:00:00.000' });
  const german = orderedReader(undefined, 'DD.MM.YYYY');
  expect(compare('02.01.2024', '01.02.2024', german)).toBe(-1);
});

test('by the declared column', () => {
  const timestamp = orderedReader({ data_type: 'timestamp', format: 'epoch_ms' }, undefined);
  expect(of(1000, timestamp)).toMatchObject({ kind: 'moment', at: '1970-01-01T00:00:01.000' });
  expect(of('2024-05-06', timestamp)).toMatchObject({ kind: 'moment' });
  expect(timestamp('soon')).toBeUndefined();
  const number = orderedReader({ data_type: 'bigint' }, undefined);
  expect(compare('10', '9', number)).toBe(1);
  expect(number('x')).toBeUndefined();
  const text = orderedReader({ data_type: 'text' }, undefined);
  expect(of('2024-05-06', text)).toMatchObject({ kind: 'text' });
  expect(of('07:08', orderedReader({ data_type: 'time' }, undefined))).toMatchObject({ kind: 'text' });
});
