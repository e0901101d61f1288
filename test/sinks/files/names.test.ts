import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileNameOf, folderNames, PART_PATH, partName } from '../../../src/sinks/files/names.ts';

describe('dangerous names', () => {
  test.each([
    ['contacts', 'contacts'],
    ['a/b', 'a%2Fb'],
    ['../../x', '%2E.%2F..%2Fx'],
    ['.', '%2E'],
    ['..', '%2E%2E'],
    ['CON', '%43ON'],
    ['con.txt', '%63on.txt'],
    ['_rejects', '%5Frejects'],
    ['_users', '_users'],
    ['größe', 'gr%C3%B6%C3%9Fe'],
    ['a b', 'a%20b'],
    ['x.', 'x%2E'],
  ])('%s', (name, expected) => {
    expect(fileNameOf(name)).toBe(expected);
  });

  test('any name is one safe path segment, and different names stay different', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        (a, b) => {
          const file = fileNameOf(a);
          expect(file).toMatch(/^[A-Za-z0-9_%.-]{1,220}$/);
          expect(path.dirname(path.join('/dir', file))).toBe('/dir');
          expect(file).not.toMatch(/^\.|\.$/);
          if (a !== b) expect(file).not.toBe(fileNameOf(b));
        },
      ),
    );
  });

  test('300 characters', () => {
    const [one, two] = [`${'a'.repeat(299)}x`, `${'a'.repeat(299)}y`].map(fileNameOf);
    expect(one?.length).toBeLessThanOrEqual(200);
    expect(one).not.toBe(two);
  });
});

describe('folderNames', () => {
  test('names that differ in the case of letters have folders that do not', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: fc.constantFrom(...'aAbBéÉ%_.') }), { maxLength: 12 }),
        fc.nat(12),
        (names, known) => {
          const earlier = folderNames(names.slice(0, known), new Map());
          const folders = folderNames(names.toReversed(), earlier);
          const apart = new Set([...folders.values()].map((folder) => folder.toLowerCase()));
          expect(apart.size).toBe(names.length);
          for (const [name, folder] of earlier) expect(folders.get(name)).toBe(folder);
        },
      ),
    );
  });

  test('a name that is alone keeps its letters', () => {
    expect([...folderNames(['Contacts', 'dealStages'], new Map()).values()]).toEqual([
      'Contacts',
      'dealStages',
    ]);
  });
});

test('every part that penstock names is one that it takes for its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), (name, number) => {
      const part = `${fileNameOf(name)}/${partName(number, ['ndjson', 'gz'])}`;
      expect(part).toMatch(PART_PATH);
      expect(`_rejects/${part}`).toMatch(PART_PATH);
    }),
  );
});
