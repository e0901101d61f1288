// The kinds of value that a pipeline file may hold: what each of them takes, and what it says of the rest.
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  bodyPath,
  charset,
  compileCondition,
  condition,
  faultOfHeaderName,
  headerText,
  headerValues,
  jsonObject,
  positiveInteger,
  queryParams,
  requestPath,
  seconds,
  text,
  wholeNumber,
} from '../../src/config/fields.ts';
import { toExact } from '../../src/core/exact-number.ts';

function faultsOf(schema: z.ZodType, value: unknown): string[] {
  return schema.safeParse(value).error?.issues.map(({ message }) => message) ?? [];
}
const takes = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

describe('numbers', () => {
  test.each<[string, z.ZodType, unknown[], unknown[]]>([
    ['positive whole numbers', positiveInteger(), [1, 500], [0, -1, 1.5, '1', null]],
    ['whole numbers', wholeNumber(), [0, 3], [-1, 0.5, '0']],
    ['seconds', seconds(), [0, 0.25, 3600], [-1, '5', Number.NaN]],
    ['texts', text(), ['a', ' '], ['', 1, null]],
  ])('%s', (_name, schema, fine, wrong) => {
    expect(fine.filter((value) => !takes(schema, value))).toEqual([]);
    expect(wrong.filter((value) => takes(schema, value))).toEqual([]);
  });
});

describe('paths', () => {
  test.each(['a.b', 'data[-1].id', "['@odata.nextLink']", '$.a[*].b', '$'])('%s can be read from', (value) =>
    expect(faultsOf(bodyPath(), value)).toEqual([]),
  );
  test.each(['', 'a b', 'a]', 'a['])('%j cannot be', (value) =>
    expect(faultsOf(bodyPath(), value)).toHaveLength(1),
  );
  test('one place to write to, so neither many nor the end of a list', () => {
    expect(faultsOf(requestPath(), 'page.number')).toEqual([]);
    for (const value of ['$.a[*]', 'a[-1]']) expect(faultsOf(requestPath(), value), value).toHaveLength(1);
  });
});

describe('conditions', () => {
  const page = { response: { more: 0 }, headers: {}, last_record: undefined, last_page_size: 1, page: 1 };

  test('an expression is read at once, and its fault is said', () => {
    expect(takes(condition(), 'response.more == 0')).toBe(true);
    expect(takes(condition(), () => true)).toBe(true);
    expect(takes(condition(), 5)).toBe(false);
    expect(JSON.stringify(condition().safeParse('response.more ==').error?.issues)).toContain('cannot read');
  });

  test('compiled, whichever way it was written', () => {
    expect(compileCondition('response.more == 0 and page == 1')(page)).toBe(true);
    const seen: unknown[] = [];
    const written = (...all: unknown[]) => {
      seen.push(...all);
      return 1 as unknown as boolean;
    };
    expect(compileCondition(written)(page)).toBe(true);
    expect(seen).toEqual([page.response, page]);
  });
});

describe('headers', () => {
  test.each(['X-Key', 'x_key', "!#$%&'*+.^`|~"])('%s is a name', (name) =>
    expect(faultOfHeaderName(name)).toBeUndefined(),
  );
  test.each(['', 'a b', 'a:b', 'é', 'a\n'])('%j is none', (name) =>
    expect(faultOfHeaderName(name)).toMatch(/cannot carry/),
  );
  test.each(['Connection', 'content-length', 'Transfer-Encoding', 'Expect'])(
    '%s belongs to the connection',
    (name) => expect(faultOfHeaderName(name)).toMatch(/by the connection itself/),
  );

  test('values: Latin-1 in one line, null for none; what is wrong is not shown', () => {
    expect(faultsOf(headerText(), 'naïve\ttab')).toEqual([]);
    expect(faultsOf(headerText(), 'a\r\nb')).toEqual(['a header cannot hold a line feed']);
    for (const value of ['€', '\u0000', '\u007f'])
      expect(faultsOf(headerText(), value)).toEqual([
        expect.stringMatching(/^a header holds letters of Latin-1/),
      ]);
    const wrong = headerValues().safeParse({ fine: 'x', none: null, bad: 'secret\nx' });
    expect(wrong.error?.issues.map(({ path }) => path)).toEqual([['bad']]);
    expect(JSON.stringify(wrong.error?.issues)).not.toContain('secret');
  });
});

describe('parameters and bodies', () => {
  const exact = toExact('0.12345678901234567890');
  test('a query holds scalars and lists of them', () => {
    expect(takes(queryParams(), { a: 1, b: ['x', null, 9007199254740993n], c: true, d: exact })).toBe(true);
    for (const value of [{ a: {} }, { a: [[1]] }, { a: undefined }])
      expect(takes(queryParams(), value)).toBe(false);
  });
  test('a body is any JSON, with integers of any length', () => {
    const body = { a: [{ b: [null, 1n, exact] }], c: {} };
    expect(jsonObject().parse(body)).toEqual(body);
    for (const value of [[], 'x', { a: undefined }, { a: () => 1 }])
      expect(takes(jsonObject(), value)).toBe(false);
  });
});

test('charsets are those that Node can decode', () => {
  for (const label of ['utf-8', 'windows-1252', 'shift_jis']) expect(faultsOf(charset(), label)).toEqual([]);
  expect(faultsOf(charset(), 'utf-9')).toEqual(['no charset that is known here: "utf-9"']);
});
