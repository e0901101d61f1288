// Where signs are looked for: around the records and in their envelopes, never within a record.
import { describe, expect, test } from 'vitest';
import { containersOf, join } from '../../../src/source/evidence/containers.ts';

const pathsOf = (body: unknown, records: readonly unknown[]) =>
  containersOf(body, records).map(({ path, isEnvelope }) => (isEnvelope ? `(${path})` : path));

describe('containersOf', () => {
  const records = [{ id: 1 }, { id: 2 }];

  test('the body and its envelopes, two deep', () => {
    const body = { data: records, meta: { page: { links: { info: {} } } }, user: { meta: {} } };
    expect(pathsOf(body, records)).toEqual(['', '(meta)', '(meta.page)']);
  });

  test('every object on the way down to the records, with its own envelopes', () => {
    const body = { paging: {}, result: { info: {}, list: { items: records, meta: {} } } };
    expect(pathsOf(body, records)).toEqual([
      '',
      '(paging)',
      'result',
      '(result.info)',
      'result.list',
      '(result.list.meta)',
    ]);
  });

  test('on the way down an object of an envelope’s name is one, once', () => {
    expect(pathsOf({ response: { data: records } }, records)).toEqual(['', 'response']);
  });

  test('a record is never looked into, be it the body or a member of an envelope’s name', () => {
    const one = { id: 1, meta: { next: 'x' } };
    expect(pathsOf(one, [one])).toEqual([]);
    expect(pathsOf({ info: one }, [one])).toEqual(['']);
    expect(pathsOf({ result: { page: one } }, [one])).toEqual(['', 'result']);
  });

  test('a list, a text or nothing has none', () => {
    for (const body of [[{ id: 1 }], 'x', null, undefined]) expect(pathsOf(body, [])).toEqual([]);
  });

  test('records that a selector has made are not found in the body, which is looked at itself', () => {
    expect(pathsOf({ data: records, meta: {} }, [{ id: 1 }])).toEqual(['', '(meta)']);
  });
});

test.each([
  ['', 'meta', 'meta'],
  ['meta', 'next', 'meta.next'],
  ['', '@odata.nextLink', '@odata.nextLink'],
  ['meta', 'a.b', "meta['a.b']"],
  ['meta', "it's", "meta['it\\'s']"],
  ['', 'a[0]', "['a[0]']"],
])('after %j comes %j: %s', (path, key, joined) => {
  expect(join(path, key)).toBe(joined);
});
