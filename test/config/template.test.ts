// A text with references in it: its parts, and how it is written.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinParts, parseReference, Template, templatesIn } from '../../src/config/template.ts';

const userId = { root: 'resources', key: 'resources.users.id', rest: 'users.id' } as const;

test('a reference is what follows one of two roots', () => {
  expect(parseReference('resources.users.id')).toEqual(userId);
  expect(parseReference('incremental.start_value')?.root).toBe('incremental');
  for (const other of ['resources', 'resources.', 'secrets.a', 'id', '']) {
    expect(parseReference(other)).toBeUndefined();
  }
});

test('texts alone are a text; a reference alone is the whole', () => {
  expect(joinParts(['a', '', 'b'])).toBe('ab');
  expect(joinParts([])).toBe('');
  expect((joinParts(['', userId, '']) as Template).whole).toEqual(userId);
  expect((joinParts(['x', userId]) as Template).whole).toBeUndefined();
  expect((joinParts([userId, userId]) as Template).whole).toBeUndefined();
});

test('whatever it is made of, it is written so', () => {
  const part = fc.oneof(fc.string(), fc.constant(userId));
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.map((one) => (typeof one === 'string' ? one : '{resources.users.id}')).join('');
      const joined = joinParts(parts);
      expect(String(joined)).toBe(text);
      expect(joined instanceof Template).toBe(parts.includes(userId));
    }),
  );
});

test('templates are found at any depth, with their places', () => {
  const template = new Template([userId]);
  expect(templatesIn({ a: [1, { b: template }], c: 'text', d: null })).toEqual([
    { template, path: ['a', 1, 'b'] },
  ]);
});
