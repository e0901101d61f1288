// XML that holds no records: an empty list, or a selector that is wrong.
import { expect, test } from 'vitest';
import { watchAbsence } from '../../../src/source/bodies/absence.ts';

test.each<[string, unknown, boolean]>([
  ['an empty element', { list: null }, true],
  ['an element with attributes and text alone', { list: { '@count': '0', '#text': 'none' } }, true],
  ['an element that holds another', { list: { error: 'x' } }, false],
  ['a text', { list: 'x' }, false],
  ['no such element', { other: null }, false],
])('%s', (_name, body, isEmpty) => {
  expect(watchAbsence('list.item').isEmptyList(body)).toBe(isEmpty);
});

test('what stood beside records before may stand there alone', () => {
  const absence = watchAbsence('list.item');
  absence.found({ list: { item: [{}], total: '2' } });
  expect(absence.isEmptyList({ list: { total: '0' } })).toBe(true);
  expect(absence.isEmptyList({ list: { total: '0', error: 'x' } })).toBe(false);
});

test('of a selector that is no plain path nothing is taken for empty', () => {
  expect(watchAbsence('$..item').isEmptyList({ list: null })).toBe(false);
  expect(watchAbsence('$.list[?@.a].item').isEmptyList(null)).toBe(false);
});
