import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExactNumber, toExact } from '../../src/core/exact-number.ts';

test.each([
  '0',
  '-1',
  '1.5',
  '1.50',
  '15e-1',
  '1E+2',
  '0.1',
  '0.30000000000000004',
  '1.7976931348623157e308',
])('%s is a plain number', (digits) => {
  expect(toExact(digits)).toBe(Number(digits));
});

test('a long integer is a BigInt', () => {
  expect(toExact('-9007199254740993')).toBe(-9007199254740993n);
});

test.each([
  '9007199254740993.25',
  '1234567890.12345678901234567890',
  '0.10000000000000000001',
  '1.00000000000000000001',
  '-12345678901234567890e5',
  '9007199254740993.0',
  '1e-400',
])('%s keeps its digits', (digits) => {
  const number = toExact(digits);
  expect(number).toBeInstanceOf(ExactNumber);
  expect(String(number)).toBe(digits);
  expect(Number(number)).toBe(Number(digits));
});

test('law: what prints as it is spelled is a plain number', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      const digits = JSON.stringify(number);
      expect(Number(toExact(digits))).toBe(Number(digits));
      expect(toExact(digits)).not.toBeInstanceOf(ExactNumber);
    }),
  );
});

describe('an exact number', () => {
  const number = new ExactNumber('9007199254740993.25');

  test('compares as the nearest double', () => {
    expect(number > (1 as unknown as ExactNumber)).toBe(true);
    expect(`${number}`).toBe('9007199254740993.25');
  });

  test('is never written with fewer digits by JSON.stringify', () => {
    let text: string | undefined;
    try {
      text = JSON.stringify([number]);
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
    }
    expect([undefined, '[9007199254740993.25]']).toContain(text);
  });
});
