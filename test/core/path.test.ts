import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePath, hasPath, isDottedPath, setPath } from '../../src/core/path.ts';

test('reads what setPath has set, whatever the names', () => {
  const name = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'toString', 'a'),
    fc.stringMatching(/^[a-z]{1,5}$/),
  );
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), fc.jsonValue(), (names, value) => {
      const target = {};
      const path = names.join('.');
      setPath(target, path, value);
      expect(compilePath(path)(target)).toEqual(value);
      expect(hasPath(target, path)).toBe(true);
      expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
    }),
  );
});

test('sees own properties only', () => {
  expect(compilePath('toString')({})).toBeUndefined();
  expect(compilePath('a.constructor.name')({ a: {} })).toBeUndefined();
  expect(compilePath('items.0.id')({ items: [{ id: 7 }] })).toBe(7);
});

test.each(['info.items', 'a', 'a-b.c_d'])('%s is a dotted path', (path) =>
  expect(isDottedPath(path)).toBe(true),
);
test.each(['', '.', 'a.', 'a..b', '$.a', 'a[0]', 'a b', '*'])('%j is none', (path) =>
  expect(isDottedPath(path)).toBe(false),
);
