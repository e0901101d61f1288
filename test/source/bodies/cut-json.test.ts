// A body that is parsed in parts is the body, or is not cut.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../../src/core/parse-json.ts';
import { cutJson } from '../../../src/source/bodies/cut-json.ts';

const SMALL = { entries: 3, bytes: 64 };

/** What the parts come to; undefined where the body is not cut, or one of its parts is none. */
function joined(text: string | Buffer): { readonly value: unknown; readonly parts: number } | undefined {
  const cut = cutJson(Buffer.from(text as string), {}, SMALL);
  if (cut === undefined) return undefined;
  try {
    const parts = [...cut.lists()];
    return { value: cut.around(parts.flat()), parts: parts.length };
  } catch {
    return undefined;
  }
}

const value = fc.jsonValue({ maxDepth: 3 });
const list = fc.array(value, { minLength: 1, maxLength: 12 });
const envelope = fc.oneof(
  list,
  fc
    .tuple(fc.dictionary(fc.string(), value, { maxKeys: 3 }), fc.string(), list)
    .map(([around, key, records]) => ({
      ...around,
      [key]: records,
    })),
  fc.record({ meta: value, response: fc.record({ data: list, next: value }), links: value }),
);

test('law: the parts and what stands around them are the body', () => {
  fc.assert(
    fc.property(envelope, fc.nat(2), (body, indent) => {
      const text = JSON.stringify(body, null, indent);
      const found = joined(text);
      if (found !== undefined) expect(found.value).toEqual(parseJson(text));
    }),
  );
});

test('law: what is no JSON is not cut, or a part of it fails', () => {
  const sign = fc.constantFrom(...'[]{},:"\\ 01e-.ntf\n');
  fc.assert(
    fc.property(envelope, fc.nat(), sign, fc.boolean(), (body, at, other, isPut) => {
      const whole = JSON.stringify(body);
      const place = at % whole.length;
      const text = `${whole.slice(0, place)}${other}${whole.slice(place + (isPut ? 0 : 1))}`;
      const found = joined(text);
      if (found !== undefined) expect(found.value).toEqual(parseJson(text));
    }),
    { numRuns: 1000 },
  );
});

describe('is cut', () => {
  const records = Array.from({ length: 10 }, (_, id) => ({
    id,
    text: 'a "quoted" \\ [text], {with} signs, é',
  }));
  test.each<[string, unknown]>([
    ['a list', records],
    ['an envelope', { data: records, next: 'c' }],
    ['a list behind others', { meta: { keys: ['a', 'b'], none: [] }, ok: true, data: { items: records } }],
    ['a key of a prototype', JSON.parse(`{"__proto__":${JSON.stringify(records)}}`)],
  ])('%s', (_, body) => {
    const found = joined(JSON.stringify(body));
    expect(found?.value).toEqual(body);
    expect(found?.parts).toBeGreaterThan(3);
  });

  test('behind a byte order mark', () => {
    expect(joined(`\uFEFF${JSON.stringify(records)}`)?.value).toEqual(records);
  });

  test('with every digit of a long number', () => {
    const numbers = `[{"id":12345678901234567890},${JSON.stringify(records).slice(1)}`;
    expect(joined(numbers)?.value).toEqual(parseJson(numbers));
  });

  test('and tells of a key that stands twice', () => {
    const seen: string[] = [];
    const cut = cutJson(
      Buffer.from(`[{"id":1,"id":2},{"id":3},{"id":4},{"id":5},{"id":6},{"id":7},{"id":8}]`),
      { onRepeatedKey: (key) => seen.push(key) },
      SMALL,
    );
    expect([...(cut?.lists() ?? [])].flat()).toEqual([2, 3, 4, 5, 6, 7, 8].map((id) => ({ id })));
    expect(seen).toEqual(['id']);
  });
});

describe('is not cut', () => {
  const blanks = ' '.repeat(80);
  test.each([
    ['no list', '{"data": {"id": 1}}'],
    ['a list of less than half', '{"data": [1], "text": "one that is longer than the list"}'],
    ['a list of which one entry is more than half', `[1,"${'x'.repeat(80)}",2]`],
    ['a list that has no end', '[1,2,3,4,5,6,7,8,9'],
    ['one that ends as an object', '[1,2,3,4,5,6,7,8,9}'],
    ['a list under a key that comes again', '{"data":[1,2,3,4,5,6,7,8,9],"data":[]}'],
    ['a comma behind the last record', '[1,2,3,4,5,6,7,8,9,]'],
    ['nothing but blanks between two cuts', `[1,${blanks},${blanks},${blanks},2]`],
    ['a list, and more', '[1,2,3,4,5,6,7,8,9] 1'],
    [
      'a list too deep in objects',
      '{"a":{"a":{"a":{"a":{"a":{"a":{"a":[1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7]}}}}}}}',
    ],
    ['bytes that are no UTF-8', Buffer.from('[1,2,3,4,5,6,7,8,"\xff"]', 'latin1')],
  ])('%s', (_, text) => {
    expect(joined(text)).toBeUndefined();
  });
});
