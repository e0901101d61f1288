import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, compareNumbers, divide, multiply, type Numeric, negate } from '../../src/core/arithmetic.ts';
import { ExactNumber, toExact } from '../../src/core/exact-number.ts';

const exact = (digits: string) => new ExactNumber(digits);

describe('every digit counts', () => {
  test.each<[Numeric, Numeric, string, string]>([
    [0.1, 0.2, '0.3', '0.02'],
    [9007199254740991, 2, '9007199254740993', '18014398509481982'],
    [9007199254740993n, 0.5, '9007199254740993.5', '4503599627370496.5'],
    [
      exact('0.12345678901234567890'),
      exact('0.00000000000000000001'),
      '0.12345678901234567891',
      '0.000000000000000000001234567890123456789',
    ],
    [1e21, 1, '1000000000000000000001', '1000000000000000000000'],
    [-1.5, 1.5, '0', '-2.25'],
  ])('%s and %s', (a, b, sum, product) => {
    expect(String(add(a, b))).toBe(sum);
    expect(String(multiply(a, b))).toBe(product);
  });

  test('a quotient without a rest is whole, another the nearest double', () => {
    expect([divide(9007199254740993n, 1), divide(10, 4), divide(exact('0.5'), 2)]).toEqual([
      9007199254740993n,
      2.5,
      0.25,
    ]);
  });

  test('of the other sign', () => {
    expect(String(negate(exact('-0.12345678901234567890')))).toBe('0.12345678901234567890');
    expect([negate(5n), negate(1.5)]).toEqual([-5n, -1.5]);
  });
});

test('a long double counts as the digits it shows, beside a whole number of any length, too', () => {
  const shown = Number('119209289550781250');
  expect(BigInt(shown)).not.toBe(119209289550781250n);
  expect(compareNumbers(119209289550781250n, shown)).toBe(0);
  expect(compareNumbers(shown, 119209289550781248n)).toBe(1);
});

test('a number too long to write out counts as its double', () => {
  const huge = exact('1e99999999');
  expect(compareNumbers(huge, 1)).toBe(1);
  expect(add(huge, 1)).toBe(Number.POSITIVE_INFINITY);
  expect(compareNumbers(Number.NaN, 1)).toBeNaN();
});

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.integer({ min: 0, max: 25 }))
  .map(([digits, scale]) => {
    const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
    const whole = text.slice(0, text.length - scale);
    return toExact(`${digits < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${text.slice(-scale)}`}`);
  });

test('laws of numbers', () => {
  fc.assert(
    fc.property(decimal, decimal, decimal, (a, b, c) => {
      const isSame = (one: Numeric, other: Numeric) => expect(compareNumbers(one, other)).toBe(0);
      isSame(add(a, b), add(b, a));
      isSame(add(add(a, b), c), add(a, add(b, c)));
      isSame(add(add(a, b), negate(b)), a);
      isSame(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)));
      expect(Math.sign(compareNumbers(a, b))).toBe(-Math.sign(compareNumbers(b, a)) + 0);
      expect(compareNumbers(add(a, 1), a)).toBe(1);
    }),
    { numRuns: 200 },
  );
});
