import { describe, expect, test } from 'vitest';
import { ExactNumber } from '../../../src/core/exact-number.ts';
import { findUndeclared } from '../../../src/stages/normalize/undeclared.ts';

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
    expect(findUndeclared(paths)(record as Record<string, unknown>)).toEqual(expected);
  });

  test('a field called __proto__ is kept as data', () => {
    const record = JSON.parse('{"owner": {"id": 1, "__proto__": {"x": 1}}}');
    const [[, rest] = []] = findUndeclared(['owner.id'])(record) ?? [];
    expect(Object.keys(rest as object)).toEqual(['__proto__']);
  });
});
