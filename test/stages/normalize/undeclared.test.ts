import { describe, expect, test } from 'vitest';
import { type Column, columnsSchema } from '../../../src/config/columns.ts';
import { ExactNumber } from '../../../src/core/exact-number.ts';
import { findUndeclared } from '../../../src/stages/normalize/undeclared.ts';

const whole = (...paths: string[]) => paths.map((path) => ({ path, shape: {} }));
const digits = new ExactNumber('0.12345678901234567890');

describe('findUndeclared', () => {
  test.each<[string, string[], object, [string, unknown][] | undefined]>([
    ['nothing', ['id'], { id: 1 }, undefined],
    [
      'a field that no path leads to',
      ['id'],
      { id: 1, x: 2, y: null },
      [
        ['x', 2],
        ['y', null],
      ],
    ],
    ['the rest of an object', ['owner.id'], { owner: { id: 1, name: 'a' } }, [['owner', { name: 'a' }]]],
    ['no rest', ['owner.id'], { owner: { id: 1 } }, undefined],
    ['no object at all', ['owner.id'], { owner: null }, undefined],
    ['another value in its place', ['owner.id'], { owner: 'me' }, [['owner', 'me']]],
    ['a list in its place', ['owner.id'], { owner: [{ id: 1 }] }, [['owner', [{ id: 1 }]]]],
    ['a number of many digits in its place', ['owner.id'], { owner: digits }, [['owner', digits]]],
    ['a rest far below', ['a.b.c'], { a: { b: { c: 1, d: 2 } } }, [['a', { b: { d: 2 } }]]],
    ['a path that is a key as it stands', ['owner.id'], { 'owner.id': 1 }, undefined],
    ['the whole beside its part', ['owner', 'owner.id'], { owner: { id: 1, x: 2 } }, undefined],
    ['the whole behind its part', ['owner.id', 'owner'], { owner: { id: 1, x: 2 } }, undefined],
    ['what every object has', ['id'], { constructor: 1 }, [['constructor', 1]]],
  ])('%s', (_, paths, record, expected) => {
    expect(findUndeclared(whole(...paths))(record as Record<string, unknown>)).toEqual(expected);
  });

  test('a field called __proto__ is kept as data', () => {
    const record = JSON.parse('{"owner": {"id": 1, "__proto__": {"x": 1}}}');
    const [[, rest] = []] = findUndeclared(whole('owner.id'))(record) ?? [];
    expect(Object.keys(rest as object)).toEqual(['__proto__']);
  });
});

describe('what nested columns leave', () => {
  const [lines] = columnsSchema.parse({
    lines: {
      data_type: 'json',
      items: { fields: { id: { data_type: 'text' }, at: { data_type: 'text', from: 'x.at' } } },
    },
  });
  const restOf = (value: unknown, rename?: (name: string) => string) =>
    findUndeclared([{ path: 'lines', shape: lines as Column }], rename)({ lines: value })?.[0]?.[1];

  test.each([
    ['nothing', [{ id: 1, x: { at: 2 } }, null, {}], undefined],
    [
      'what no field takes, in its place',
      [{ id: 1 }, { id: 2, more: 3, x: { at: 1, by: 2 } }],
      [null, { more: 3, x: { by: 2 } }],
    ],
    ['no list, which is wrong as a whole', { id: 1, more: 2 }, undefined],
    ['no object in its place', ['a'], undefined],
  ])('%s', (_, value, expected) => {
    expect(restOf(value)).toEqual(expected);
  });

  test('the naming takes one field for each name', () => {
    const rename = (name: string) => name.toLowerCase();
    expect(restOf([{ ID: 1 }, { id: 1, ID: 2 }, { Id: 1, ID: 2 }, { AT: 1 }], rename)).toEqual([
      null,
      { ID: 2 },
      { ID: 2 },
      { AT: 1 },
    ]);
  });
});
