import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePath, faultOfPath, hasPath, parsePath, setPath } from '../../src/core/path.ts';

const name = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'a', 'a.b', '@odata.nextLink', "it's", 'a b', '$'),
  fc.stringMatching(/^[a-z]{1,5}$/),
);

/** A path of these names, each written in brackets where it has to be. */
function written(names: readonly string[]): string {
  return names
    .map((one, i) => {
      if (!/^[a-z_]+$/i.test(one)) return `['${one.replaceAll("'", "\\'")}']`;
      return i === 0 ? one : `.${one}`;
    })
    .join('');
}

test('reads what setPath has set, whatever the names', () => {
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), fc.jsonValue(), (names, value) => {
      const target = {};
      const path = written(names);
      setPath(target, path, value);
      expect(parsePath(path)).toEqual(names);
      expect(compilePath(path)(target)).toEqual(value);
      expect(hasPath(target, path)).toBe(true);
      expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
    }),
  );
});

test('a text that is itself a key means that key', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }).filter((text) => !/^\$($|[.[])/.test(text)),
      (key) => {
        const body = Object.fromEntries([[key, 'here']]);
        expect(compilePath(key)(body)).toBe('here');
        expect(hasPath(body, key)).toBe(true);
        setPath(body, key, 'changed');
        expect(body).toEqual(Object.fromEntries([[key, 'changed']]));
      },
    ),
  );
});

describe('compilePath', () => {
  const body = {
    '@odata.nextLink': '/next',
    'a.b': 'dotted',
    a: { b: 'nested', c: 1 },
    data: [{ id: 1 }, { id: 2, tags: ['x', 'y'] }],
    _id: { $oid: 'f00' },
    $ref: 'name',
    none: null,
  };
  test.each<[string, unknown]>([
    ['@odata.nextLink', '/next'],
    ["['@odata.nextLink']", '/next'],
    ["$['@odata.nextLink']", '/next'],
    ['a.b', 'dotted'],
    ['$.a.b', 'nested'],
    ["a['b']", 'nested'],
    ['a["b"]', 'nested'],
    ['data[0].id', 1],
    ['data[-1].id', 2],
    ['data.1.id', 2],
    ['$.data[-1].tags[1]', 'y'],
    ['data[7].id', undefined],
    ['a[0]', undefined],
    ['_id.$oid', 'f00'],
    ['$ref', 'name'],
    ['none', null],
    ['none.x', undefined],
    ['$', body],
    ['$..id', 1],
    ['data[*].id', 1],
    ['$.data[?@.id == 2].tags[0]', 'y'.replace('y', 'x')],
    ['missing[*].id', undefined],
    ['no key [of any] object', undefined],
    ['toString', undefined],
    ['a.constructor.name', undefined],
  ])('%s', (path, expected) => {
    expect(compilePath(path)(body)).toEqual(expected);
    expect(hasPath(body, path)).toBe(expected !== undefined);
  });

  test('a value without properties has nothing at any path', () => {
    for (const value of [null, undefined, 'text', 7, 7n, true]) {
      for (const path of ['a', 'a.b', 'a[0]', 'length', '$.a[*]'])
        expect(compilePath(path)(value)).toBeUndefined();
    }
  });

  test('a JSONPath that is none is refused', () => {
    expect(() => compilePath('$.a[?')).toThrow(SyntaxError);
  });
});

describe('faultOfPath', () => {
  test.each([
    'a',
    'a-b.c_d',
    'a[0]',
    'a[-1].b',
    "['a.b'].c",
    '$',
    '$.a',
    '$..a',
    'data[*].id',
    '@odata.nextLink',
  ])('%s is right', (path) => expect(faultOfPath(path)).toBeUndefined());
  test.each(['', '.', 'a.', '.a', 'a b', 'a[', 'a]', 'a[x]', "a['b]", '$.a[?', '$['])('%j is not', (path) =>
    expect(faultOfPath(path)).toMatch(/^not a path/),
  );
  test.each(['a', 'a.b', 'filters[0].value', "['a.b']", '$.a'])('%s is a place to write to', (path) =>
    expect(faultOfPath(path, true)).toBeUndefined(),
  );
  test.each(['$', 'a[-1]', 'a[*]', '$..a', 'a b', ''])('%j is none', (path) =>
    expect(faultOfPath(path, true)).toMatch(/^not a path to one place/),
  );
});

describe('setPath', () => {
  test.each<[string, object, object]>([
    ['a.b', {}, { a: { b: 1 } }],
    ['a.b', { 'a.b': 0 }, { 'a.b': 1 }],
    ['a[1]', { a: [5, 6] }, { a: [5, 1] }],
    ['filters[0].value', {}, { filters: [{ value: 1 }] }],
    ['a.b', { a: 7 }, { a: { b: 1 } }],
  ])('%s in %j', (path, target, expected) => {
    const changed = structuredClone(target) as Record<string, unknown>;
    setPath(changed, path, 1);
    expect(changed).toEqual(expected);
  });

  test('refuses what is not one place', () => {
    for (const path of ['a[*]', 'a[-1]', '$']) expect(() => setPath({}, path, 1)).toThrow(SyntaxError);
  });
});
