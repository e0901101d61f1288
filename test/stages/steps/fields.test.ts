// drop, keep, rename and set: the steps that touch single fields.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExactNumber } from '../../../src/core/exact-number.ts';
import { toJsonText } from '../../../src/core/json.ts';
import { stepped } from '../../helpers/steps.ts';

const long = new ExactNumber('0.12345678901234567890');
const record = {
  id: 9007199254740993n,
  owner: { id: 7, name: 'Ada', rate: long },
  'a.b': 1,
  a: { b: 2, c: 3 },
  tags: ['x'],
  rate: long,
};
const one = (step: object, given: Record<string, unknown> = record) => stepped([step], [given]).records[0];

test('the record that came stays as it is', () => {
  const before = toJsonText(record);
  const steps = [
    { set: { 'owner.name': '1' } },
    { drop: ['owner.id', 'a'] },
    { rename: { tags: 'owner.tags' } },
  ];
  expect(stepped(steps, [record]).records).toEqual([
    { id: record.id, owner: { name: 1, rate: long, tags: ['x'] }, 'a.b': 1, rate: long },
  ]);
  expect(toJsonText(record)).toBe(before);
});

describe('drop and keep', () => {
  test.each<[string[], object]>([
    [['id', 'tags', 'rate', 'a', 'missing'], { owner: record.owner, 'a.b': 1 }],
    [
      ['owner.rate', 'owner.none', 'id.x', 'tags', 'a', 'rate'],
      { id: record.id, owner: { id: 7, name: 'Ada' }, 'a.b': 1 },
    ],
    [["['a.b']", 'owner', 'tags', 'rate', 'a'], { id: record.id }],
    // A text that is itself a key means that key.
    [['a.b', 'owner', 'tags', 'rate', 'id'], { a: record.a }],
  ])('drop %j', (drop, left) => expect(one({ drop })).toEqual(left));

  test.each<[string[], object]>([
    [['tags', 'id', 'missing'], { id: record.id, tags: ['x'] }],
    [['owner.rate', 'owner.none', 'id.x'], { owner: { rate: long } }],
    [['owner', 'owner.id'], { owner: record.owner }],
    [['a.b'], { 'a.b': 1 }],
  ])('keep %j', (keep, left) => expect(one({ keep })).toEqual(left));

  test('a name like any other', () => {
    const odd = JSON.parse('{"__proto__": 1, "constructor": 2, "x": 3}');
    expect(Object.keys(one({ drop: ['constructor'] }, odd) ?? {})).toEqual(['__proto__', 'x']);
    expect(Object.keys(one({ keep: ['__proto__'] }, odd) ?? {})).toEqual(['__proto__']);
  });

  test('between them they hold each field once', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd');
    const tree = fc.dictionary(
      name,
      fc.oneof(fc.integer(), fc.dictionary(name, fc.integer(), { minKeys: 1 })),
    );
    const path = fc.oneof(
      name,
      fc.tuple(name, name).map((names) => names.join('.')),
    );
    const leaves = (value: object): string[] =>
      Object.entries(value).flatMap(([key, inner]) =>
        typeof inner === 'object' && inner !== null ? leaves(inner).map((rest) => `${key}.${rest}`) : [key],
      );
    fc.assert(
      fc.property(tree, fc.array(path, { minLength: 1 }), (given, paths) => {
        const [left, rest] = [one({ keep: paths }, given) ?? {}, one({ drop: paths }, given) ?? {}];
        expect([...leaves(left), ...leaves(rest)].sort()).toEqual(leaves(given).sort());
      }),
    );
  });
});

describe('rename', () => {
  test.each<[object, Record<string, unknown>, object]>([
    [{ id: 'key' }, { id: 1, x: 2 }, { key: 1, x: 2 }],
    [
      { a: 'b', b: 'a' },
      { a: 1, b: 2 },
      { b: 1, a: 2 },
    ],
    [{ none: 'key' }, { id: 1 }, { id: 1 }],
    [{ id: 'key' }, { id: null }, { key: null }],
    [{ 'owner.name': 'owner_name' }, { owner: { name: 'A', id: 1 } }, { owner: { id: 1 }, owner_name: 'A' }],
    [
      { name: 'owner.name', owner: 'boss' },
      { owner: 5, name: 'A' },
      { boss: 5, owner: { name: 'A' } },
    ],
    [{ owner: 'owner.id' }, { owner: 5 }, { owner: { id: 5 } }],
    [{ id: 'id' }, { id: long }, { id: long }],
  ])('%j', (rename, given, result) => expect(one({ rename }, given)).toEqual(result));

  test('in place', () => {
    const renamed = one({ rename: { b: 'z' } }, { a: 1, b: 2, c: 3 });
    expect(Object.keys(renamed ?? {})).toEqual(['a', 'z', 'c']);
  });

  test.each<[object, Record<string, unknown>]>([
    [{ id: 'name' }, { id: 1, name: 2 }],
    [{ name: 'id' }, { id: 1, name: 2 }],
    [{ 'owner.id': 'id' }, { id: 1, owner: { id: 2 } }],
    [{ id: 'owner.id' }, { id: 1, owner: { id: 2 } }],
  ])('%j of %j would cover a field', (rename, given) =>
    expect(() => one({ rename }, given)).toThrow(/record 1 of the page: the record has a field ".*" already/),
  );

  test('and back is the record again', () => {
    const name = fc.string({ minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.dictionary(name, fc.jsonValue()), fc.uniqueArray(name), (given, others) => {
        const quoted = (key: string) => `['${key.replace(/['\\]/g, '\\$&')}']`;
        const free = others.filter((key) => !Object.hasOwn(given, key));
        const pairs = Object.keys(given)
          .slice(0, free.length)
          .map((key, i): [string, string] => [quoted(key), quoted(String(free[i]))]);
        const there = Object.fromEntries(pairs);
        const back = Object.fromEntries(pairs.map(([from, to]) => [to, from]));
        const again = stepped([{ rename: there }, { rename: back }], [given]).records[0];
        expect(again).toEqual(given);
      }),
    );
  });
});

describe('set', () => {
  test.each<[object, object]>([
    [
      { n: 'record.id', 'owner.x': 'record.rate' },
      { n: record.id, owner: { ...record.owner, x: long } },
    ],
    [
      { id: 'record.owner.id', next: 'record.id + 1' },
      { id: 7, next: 9007199254740994n },
    ],
    [
      { missing: 'record.none', kind: "'crm'", flag: true, big: 12345678901234567890n, no: null },
      { missing: null, kind: 'crm', flag: true, big: 12345678901234567890n, no: null },
    ],
    [{ 'new.inner': '1' }, { new: { inner: 1 } }],
    [
      { list: 'record.tags', first: 'record.tags[0]' },
      { list: ['x'], first: 'x' },
    ],
  ])('%o', (set, result) => expect(one({ set })).toEqual({ ...record, ...result }));

  test('all see the record as it was: a swap', () => {
    expect(one({ set: { a: 'record.b', b: 'record.a' } }, { a: 1, b: 2 })).toEqual({ a: 2, b: 1 });
  });

  test.each<[object, RegExp]>([
    [{ 'tags.x': '1' }, /processing_steps\[0\]\.set failed at record 1 of the page: "tags" holds \["x"\]/],
    [{ 'rate.x': '1' }, /"rate" holds 0\.1234/],
    [{ x: 'record.tags + 1' }, /\+ takes two numbers or two texts, got \["x"\] and 1/],
  ])('%j fails', (set, message) => expect(() => one({ set })).toThrow(message));
});
