// json: one value, every digit of its numbers, and how its texts begin.
import { expect, test } from 'vitest';
import { json } from '../../../src/source/bodies/json.ts';

test('a value, with the digits of its numbers and the keys that stand twice', () => {
  const keys: string[] = [];
  expect(json.parse('{"a":12345678901234567890,"a":1}', { onRepeatedKey: (key) => keys.push(key) })).toEqual({
    a: 1,
  });
  expect(keys).toEqual(['a']);
  expect(json.parse('[12345678901234567890]', {})).toEqual([12345678901234567890n]);
  expect(() => json.parse('{"a":1', {})).toThrow(SyntaxError);
});

test.each([' {"a":1}', '[', '\n[1]'])('%j looks like it', (text) => {
  expect(json.looks.test(text)).toBe(true);
});

test.each(['<html>', 'id,name', '"text"'])('%j does not', (text) => {
  expect(json.looks.test(text)).toBe(false);
});
