import { expect, test } from 'vitest';
import { readsGivenEntity, readsOneEntity } from '../../src/config/entity-path.ts';

test.each([
  ['posts/{id}', { id: 7 }, true],
  ['/posts/{id}.json', { id: 'a' }, true],
  ['posts/{id}/', { id: 7 }, true],
  ['posts/{id}/comments', { id: 7 }, false],
  ['posts/{id}', { id: null }, false],
  ['posts/{id}', {}, false],
  ['posts', { id: 7 }, false],
])('%s with %j is a given entity: %s', (path, params, isOne) => {
  expect(readsGivenEntity({ path, params })).toBe(isOne);
  expect(readsOneEntity({ path, params })).toBe(false);
});

test('a path that ends in a value of a parent is one entity of each', () => {
  expect(readsOneEntity({ path: 'posts/{resources.posts.id}' })).toBe(true);
  expect(readsOneEntity({ path: 'posts/{resources.posts.id}/comments' })).toBe(false);
  expect(readsOneEntity({})).toBe(false);
});
