import fc from 'fast-check';
import { isSafeNumber, parse as losslessParse } from 'lossless-json';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../src/core/parse-json.ts';

const exact = (text: string) =>
  losslessParse(text, undefined, (token) =>
    /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? BigInt(token) : Number(token),
  );

const numberText = fc.oneof(
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom(
    '9007199254740991',
    '9007199254740992',
    '-9007199254740993',
    '0',
    '-0',
    '1e5',
    '1.5E-7',
    '12345678901234567890.5',
  ),
);
const stringText = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('9007199254740993', '":9007199254740993,', '\\"', '\\\\'),
  )
  .map((text) => JSON.stringify(text));
const jsonText = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    numberText,
    stringText,
    fc.constantFrom('true', 'false', 'null'),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[ ${items.join(' , ')} ]`),
    fc.array(fc.tuple(stringText, tie('value')), { maxLength: 4 }).map((members) => {
      const unique = new Map(members);
      return `{${[...unique].map(([key, value]) => `${key} :${value}`).join(',')}}`;
    }),
  ),
})).value;

describe('parseJson', () => {
  test('agrees with a lossless parser on any JSON', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        fc.pre(!text.includes('__proto__'));
        expect(parseJson(text)).toEqual(exact(text));
      }),
      { numRuns: 2000 },
    );
    expect(isSafeNumber('1')).toBe(true);
  });

  test('refuses what JSON.parse refuses', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.tuple(jsonText, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))),
        ),
        (text) => {
          let isJson = true;
          try {
            JSON.parse(text);
          } catch {
            isJson = false;
          }
          if (isJson) expect(() => parseJson(text)).not.toThrow();
          else expect(() => parseJson(text)).toThrow(SyntaxError);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('keeps __proto__ as data, with a big integer beside it', () => {
    const parsed = parseJson('{"__proto__":{"a":9007199254740993},"b":1}') as object;
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect(Object.entries(parsed)).toEqual([
      ['__proto__', { a: 9007199254740993n }],
      ['b', 1],
    ]);
  });

  test.each([
    '01',
    '-01234567890123456789',
    '1e400',
    '-1e999',
    '00000000000000000001',
    `${'['.repeat(1001)}${']'.repeat(1001)}`,
  ])('refuses %s', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  test('a string of many megabytes', () => {
    const long = `"${'\\"x'.repeat(2_000_000)}"`;
    expect(parseJson(`[${long},9007199254740993]`)).toEqual([JSON.parse(long), 9007199254740993n]);
  });
});

test('an error quotes nothing of the text: it could cut through a secret', () => {
  for (const text of ['{"data": s3cret}', '["s3cret', '{"a":1} s3cret', `[${'1,'.repeat(50)}s3cret]`]) {
    expect(() => parseJson(text)).toThrow(SyntaxError);
    expect(() => parseJson(text)).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/s3c/) }),
    );
  }
});
