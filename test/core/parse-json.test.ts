import fc from 'fast-check';
import { parse as losslessParse } from 'lossless-json';
import { describe, expect, test } from 'vitest';
import { ExactNumber } from '../../src/core/exact-number.ts';
import { toJsonText } from '../../src/core/json.ts';
import { parseJson } from '../../src/core/parse-json.ts';

/** With every number as its source digits, by either parser. */
const exact = (text: string) => losslessParse(text, undefined, (digits) => ({ digits: canonical(digits) }));
const found = (text: string) => marked(parseJson(text));

function marked(value: unknown): unknown {
  if (typeof value === 'number') return { digits: canonical(JSON.stringify(value)) };
  if (typeof value === 'bigint' || value instanceof ExactNumber) return { digits: canonical(String(value)) };
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marked(inner)]));
}

/** One spelling for every spelling of a number, by whole numbers alone. */
function canonical(digits: string): string {
  const [, sign, whole, fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(digits) ?? [];
  let integer = BigInt(`${whole}${fraction}`);
  if (integer === 0n) return '0';
  let power = Number(exponent) - fraction.length;
  for (; integer % 10n === 0n; integer /= 10n) power += 1;
  return `${sign}${integer}e${power}`;
}

/** A number with its point before the last digits. */
function pointed(number: bigint, at: number): string {
  const digits = String(number < 0n ? -number : number).padStart(at + 1, '0');
  const text = at === 0 ? digits : `${digits.slice(0, -at)}.${digits.slice(-at)}`;
  return number < 0n ? `-${text}` : text;
}

const numberText = fc.oneof(
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc
    .tuple(fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }), fc.nat({ max: 30 }))
    .map(([n, at]) => pointed(n, at)),
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
        expect(found(text)).toEqual(exact(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('a text is a text, whatever digits it is made of', () => {
    // Hashes and ids look like numbers here and there, 91260895035088525e817 among them.
    const digits = fc
      .array(fc.constantFrom(...'0123456789', ...'0123456789', 'e', 'E', '.', '-', '+', 'a', ' '), {
        minLength: 16,
        maxLength: 80,
      })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(fc.array(fc.record({ id: fc.nat(), text: digits })), (records) => {
        expect(parseJson(JSON.stringify(records))).toEqual(records);
      }),
      { numRuns: 1000 },
    );
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

  test.each([
    '{"a":1234567890.12345678901234567890,"d":9007199254740993.25}',
    '[0.10000000000000000001,1.00000000000000000001]',
    '{"a":{"b":[-123456789012345678901234567890.5e-3]}}',
    '12345678901234567.5',
  ])('%s is written again digit by digit', (text) => {
    expect(toJsonText(parseJson(text))).toBe(text);
  });

  test('a long number is found at every place of a text', () => {
    for (let before = 0; before < 40; before += 1) {
      const text = `[${' '.repeat(before)}0.12345678901234567890]`;
      expect(toJsonText(parseJson(text)), text).toBe('[0.12345678901234567890]');
    }
  });

  test('an integer beyond 2^53 is a BigInt, also one that a double happens to hold', () => {
    for (const text of ['9007199254740993', '9007199254740994', '-18014398509481984'])
      expect(parseJson(`{"n": ${text}}`)).toEqual({ n: BigInt(text) });
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

describe('a key twice in one object', () => {
  const repeated = (text: string) => {
    const keys: string[] = [];
    const value = parseJson(text, { onRepeatedKey: (key) => keys.push(key) });
    return { keys, value };
  };

  test.each([
    ['{"a":1,"a":2}', ['a']],
    ['{"a" : 1, "b" : 2, "a" : 3}', ['a']],
    ['[{"x":{"id":1,"b":2,"id":3}}]', ['id']],
    ['{"a":1,"\\u0061":2}', ['a']],
    ['{"__proto__":1,"__proto__":2}', ['__proto__']],
  ])('%s is said', (text, keys) => {
    expect(repeated(text)).toEqual({ keys, value: JSON.parse(text) });
  });

  test.each([
    '{"a":1,"b":{"a":2}}',
    '[{"a":1},{"a":1}]',
    '{"a" : 1,"b":2}',
    '{"a\\\\":1,"b":2}',
    '{"a":":1","b":"\\":"}',
    '{}',
    '"a"',
  ])('%s has none', (text) => {
    expect(repeated(text).keys).toEqual([]);
  });
});
