import { expect, test } from 'vitest';
import { csvOptions, delimiterOf } from '../../../../src/sinks/formats/csv/dialect.ts';

test('the defaults are those of RFC 4180', () => {
  expect(csvOptions.parse({})).toEqual({ delimiter: ',', quote: 'needed', bom: false, safe: false });
});

test.each([[';'], ['|'], ['\t'], [' ']])('%j stands between cells', (delimiter) => {
  expect(delimiterOf(csvOptions.parse({ delimiter }))).toBe(delimiter);
});

test('tab is a word', () => expect(delimiterOf(csvOptions.parse({ delimiter: 'tab' }))).toBe('\t'));

test.each(['', '"', '\r', '\n', ',,', 'tabs'])('%j could not be told from the rest', (delimiter) => {
  expect(csvOptions.safeParse({ delimiter }).error?.issues[0]?.message).toMatch(
    /one character, or the word tab/,
  );
});
