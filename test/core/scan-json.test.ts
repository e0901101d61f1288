// What a walk over JSON text finds: numbers that need their digits, keys that stand twice, nesting too deep.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEEPEST_NESTING, needsDigits, scanJson } from '../../src/core/scan-json.ts';

const numbersIn = (text: string) => scanJson(text).map(({ start, end }) => text.slice(start, end));

describe('needsDigits', () => {
  test.each([
    '0',
    '-1',
    '1.5',
    '9007199254740991',
    '0.1',
    '1e3',
    '1.50',
    '1.0',
    '100000000000000000e-2',
    '-0',
    '-0.0',
  ])('%s is as good as a double', (digits) => {
    expect(needsDigits(digits)).toBe(false);
  });

  test.each([
    '9007199254740992',
    '-9007199254740993',
    '0.12345678901234567890',
    '1.00000000000000000001',
    '1e-400',
  ])('%s is not', (digits) => {
    expect(needsDigits(digits)).toBe(true);
  });

  test('what is no JSON is left for JSON.parse to refuse', () => {
    for (const digits of ['00000000000000000001', '-', '1.2.3', '1e'])
      expect(needsDigits(digits)).toBe(false);
  });

  test('a number beyond a double cannot be kept, a whole one of as many digits can', () => {
    for (const digits of ['1e400', '-1e999', `${'9'.repeat(400)}.5`])
      expect(() => needsDigits(digits)).toThrow(/beyond the range of a double/);
    expect(needsDigits('9'.repeat(400))).toBe(true);
  });
});

describe('scanJson', () => {
  test('finds numbers in order, at any place', () => {
    const text =
      '{"a":[9007199254740993, 1,-0.12345678901234567890],"9007199254740995":{"b":9007199254740997}}';
    expect(numbersIn(text)).toEqual(['9007199254740993', '-0.12345678901234567890', '9007199254740997']);
    expect(numbersIn('9007199254740993')).toEqual(['9007199254740993']);
  });

  test('finds none in a text, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = JSON.stringify({
          k: `${text}" \\ 9007199254740993`,
          [`9007199254740993${text}`]: [text],
        });
        expect(numbersIn(json)).toEqual([]);
      }),
    );
  });

  test('tells of every key that its own object has already', () => {
    const keys: string[] = [];
    scanJson('{"a":1,"b":{"a":[{"c":1,"c":2}]},"\\u0061" : 3, "a":"a"}', (key) => keys.push(key));
    expect(keys).toEqual(['c', 'a', 'a']);
  });

  test('nesting at the bound passes, one more is refused', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(scanJson(`[${nested(DEEPEST_NESTING - 1)},${nested(1)}]`)).toEqual([]);
    expect(() => scanJson(nested(DEEPEST_NESTING + 1))).toThrow(/nested deeper than 1000 levels/);
  });
});
