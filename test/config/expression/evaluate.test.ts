// What an expression is worth, before it is judged true or false.
import { describe, expect, test } from 'vitest';
import { compileNode } from '../../../src/config/expression/evaluate.ts';
import { parse } from '../../../src/config/expression/parse.ts';
import { ExactNumber } from '../../../src/core/exact-number.ts';

const worthOf = (source: string, a?: unknown, b?: unknown) =>
  compileNode(parse(source), ['a', 'b']).evaluate({ a, b });

describe('and, or give one of their sides, each language by its own truth', () => {
  test.each<[string, unknown, unknown, unknown]>([
    ['a and b', [], 1, []],
    ['a && b', [], 1, 1],
    ['a or b', {}, 'x', 'x'],
    ['a || b', {}, 'x', {}],
    ['a or b', 0, '', ''],
    ['a and b', 'x', 0, 0],
    ['not a', '', 0, true],
    ['not a', [0], 0, false],
    ['!a', [], 0, false],
    ['not a', new ExactNumber('0.00000000000000000000'), 0, true],
  ])('%s of %o and %o', (source, a, b, value) => expect(worthOf(source, a, b)).toEqual(value));

  test('the other side is not looked at', () => {
    const guarded = {
      get b() {
        throw new Error('looked at');
      },
    };
    for (const source of ['a.x and a.b', 'True or a.b', 'False && a.b', '1 || a.b'])
      expect(() => worthOf(source, guarded)).not.toThrow();
    expect(() => worthOf('a.b', guarded)).toThrow('looked at');
  });
});

describe('equality', () => {
  test.each<[unknown, unknown, boolean]>([
    [1, 1n, true],
    [1, new ExactNumber('1.0'), true],
    [9007199254740993n, 9007199254740992, false],
    [1, '1', false],
    [1, true, false],
    [0, false, false],
    [null, undefined, true],
    [null, 0, false],
    [null, '', false],
    [[], [], false],
  ])('%o, %o: %s', (a, b, isEqual) => {
    expect([worthOf('a == b', a, b), worthOf('b == a', a, b)]).toEqual([isEqual, isEqual]);
    expect(worthOf('a != b', a, b)).toBe(!isEqual);
  });
});

describe('order', () => {
  test.each<[unknown, unknown, string[]]>([
    [1, 2, ['<', '<=']],
    [2, 2, ['<=', '>=']],
    [2n, 1.5, ['>', '>=']],
    ['a', 'b', ['<', '<=']],
    ['10', '9', ['<', '<=']],
    [new ExactNumber('0.12345678901234567890'), 0.2, ['<', '<=']],
    [1, '2', []],
    [null, 1, []],
    [undefined, undefined, []],
    [true, 2, []],
  ])('%o and %o: %j', (a, b, holding) => {
    expect(['<', '<=', '>', '>='].filter((operator) => worthOf(`a ${operator} b`, a, b))).toEqual(holding);
  });
});

describe('in', () => {
  test.each<[unknown, unknown, boolean]>([
    ['b', 'abc', true],
    [1, '123', false],
    [1n, [2, 1], true],
    [null, [undefined], true],
    ['x', { x: undefined }, true],
    ['toString', {}, false],
    [0, { 0: 1 }, false],
    ['x', null, false],
    ['x', 5, false],
  ])('%o in %o: %s', (a, b, isIn) => {
    expect([worthOf('a in b', a, b), worthOf('a not in b', a, b)]).toEqual([isIn, !isIn]);
  });
});

describe('members', () => {
  test.each<[string, unknown, unknown]>([
    ['a.x', { x: 1 }, 1],
    ['a[b]', { 7: 'seven' }, 'seven'],
    ['a[-1]', [1, 2], 2],
    ['a[-3]', [1, 2], undefined],
    ['a[5]', [1], undefined],
    ['a.length', [1, 2], 2],
    ['a.x.y', null, undefined],
    ['a.__proto__', {}, undefined],
    ['a[None]', { null: 1 }, undefined],
    ["a.get('x')", {}, null],
    ["a.get('x', 5)", {}, 5],
    ["a.get('x', 5)", { x: null }, null],
    ["a.get('x', {}).get('y', 1)", null, 1],
    ["a.get('toString', 'none')", {}, 'none'],
    ['len(a)', 'four', 4],
    ['len(a)', { x: 1 }, 1],
    ['len(a)', null, 0],
    ['len(a)', 12, 0],
    ['-a', 5n, -5n],
    ['-a', 1.5, -1.5],
    ['[a, 1]', 2, [2, 1]],
    ['{}', undefined, {}],
  ])('%s of %o', (source, a, value) => expect(worthOf(source, a, 7)).toEqual(value));
});

const long = new ExactNumber('0.12345678901234567890');

describe('sums, products and joined texts', () => {
  test.each<[string, unknown, unknown, unknown]>([
    ['a + b * 2', 1, 3, 7],
    ['(a + b) * 2', 1, 3, 8],
    ['a - b - 1', 9, 3, 5],
    ['a -1', 9, 0, 8],
    ['a / b', 1, 4, 0.25],
    ['-a + b', 5n, 7, 2],
    ['a + b == 5 and a < b', 2, 3, true],
    ['a + 1', 9007199254740992, 0, 9007199254740993n],
    ["a + ' ' + b", 'Ada', 'King', 'Ada King'],
    ["'#' + a", 9007199254740993n, 0, '#9007199254740993'],
    ["'#' + a", long, 0, '#0.12345678901234567890'],
    ['a + b', null, 'x', null],
    ['a * b', 1, undefined, null],
    ['-a', null, 0, null],
  ])('%s of %o and %o', (source, a, b, value) => expect(worthOf(source, a, b)).toEqual(value));

  test.each<[string, unknown, unknown, RegExp]>([
    ['a + b', [1], 2, /\+ takes two numbers or two texts, got \[1\] and 2/],
    ['a - b', '3', 2, /- takes two numbers, got "3" and 2/],
    ['-a', '3', 2, /- takes a number, got "3"/],
    ['a / b', 1, 0, /1 is divided by zero/],
    ['a * b', 1e308, 1e308, /^$/],
    ['lower(a)', 5, 0, /lower takes texts, got 5/],
    ['number(a)', '5 kg', 0, /number takes a text of digits, got "5 kg"/],
    ['a.split(b)', 'x', '', /separator that is not empty/],
    ["join(a, ',')", [{}], 0, /join takes texts and numbers/],
  ])('%s of %o and %o cannot be computed', (source, a, b, message) => {
    if (message.source === '^$') expect(String(worthOf(source, a, b))).toMatch(/^10{616}$/);
    else expect(() => worthOf(source, a, b)).toThrow(message);
  });
});

describe('one of two', () => {
  test.each<[string, unknown, unknown, unknown]>([
    ["'yes' if a else 'no'", [], 0, 'no'],
    ["a ? 'yes' : 'no'", [], 0, 'yes'],
    ['a ? 1 : b ? 2 : 3', 0, 'x', 2],
    ['1 if a else 2 if b else 3', 0, 'x', 2],
    ['a ?? b', null, 5, 5],
    ['a ?? b', 0, 5, 0],
    ['a?.x?.y ?? 1', null, 0, 1],
    ['[a ? .5 : 1, b]', true, 0, [0.5, 0]],
  ])('%s of %o and %o', (source, a, b, value) => expect(worthOf(source, a, b)).toEqual(value));
});

describe('functions, in every spelling', () => {
  test.each<[string, unknown, unknown]>([
    ['[lower(a), a.lower(), a.toLowerCase(), upper(a), a.upper()]', 'Ab', ['ab', 'ab', 'ab', 'AB', 'AB']],
    ['[trim(a), a.strip(), a.trim(), length(a), a.length]', ' x ', ['x', 'x', 'x', 3, 3]],
    ["[split(a, ','), a.split(',')[-1]]", 'x,y', [['x', 'y'], 'y']],
    ["[join(a, '-'), '-'.join(a), a.join('-')]", ['x', null, 2n], ['x-2', 'x-2', 'x-2']],
    ["[replace(a, '.', '$&'), a.replaceAll('.', '')]", '1.2.3', ['1$&2$&3', '123']],
    [
      "[startswith(a, 'x'), a.startsWith('x'), a.endswith('z'), a.includes('y')]",
      'xyz',
      [true, true, true, true],
    ],
    ['[slice(a, 0, 2), a.slice(-1), a.slice(1, None)]', 'abc', ['ab', 'c', 'bc']],
    [
      '[number(a), string(number(a)), str(1.5), string([a, true])]',
      '9007199254740993',
      [9007199254740993n, '9007199254740993', '1.5', '["9007199254740993",true]'],
    ],
    [
      '[lower(a), split(a, ","), join(a, ","), slice(a, 1), number(a), string(a), len(a)]',
      null,
      [null, null, null, null, null, null, 0],
    ],
    ["coalesce(a, None, 'x', 'y')", null, 'x'],
  ])('%s of %o', (source, a, value) => expect(worthOf(source, a)).toEqual(value));
});

test('numbers of many digits compare by all of them', () => {
  const near = new ExactNumber('0.12345678901234567891');
  expect([worthOf('a == b', long, near), worthOf('a < b', long, near)]).toEqual([false, true]);
  expect(worthOf('a == 0.12345678901234567890', long)).toBe(true);
  expect(worthOf('a == 0.12345678901234567', long)).toBe(false);
  expect(worthOf('a in [1, b]', long, near)).toBe(false);
});

test('only the given names', () => {
  expect(() => compileNode(parse('c'), ['a', 'b'])).toThrow(/unknown name "c"; known: a, b/);
  expect(() => compileNode(parse('a and [b, c]'), ['a', 'b'])).toThrow(SyntaxError);
});
