import { expect, test } from 'vitest';
import { ValueFile } from '../../../src/stages/dedupe/value-file.ts';

test('gives back every text, from memory and from the disk', () => {
  const file = new ValueFile();
  const texts = Array.from({ length: 3000 }, (_, i) => `${i} ${'ä€😀'.repeat(i % 40)}`);
  const places = texts.map((text) => file.append(text));
  expect(places.map((place) => file.read(place))).toEqual(texts);
  expect(file.read(file.append(''))).toBe('');
  file.close();
});
