// The table and the tests go together: no row without a test, no words that two rows share.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cases } from './cases/index.ts';
import { rowOf, rows } from './rows.ts';

const root = path.join(import.meta.dirname, '..');

test('every row has a test that begins with its words', () => {
  const texts = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(path.join(root, name), 'utf8'));
  const isHeld = (fault: string) =>
    cases.some((one) => one.fault === fault) || texts.some((text) => text.includes(`'${fault}`));
  expect(rows.map(({ fault }) => fault).filter((fault) => !isHeld(fault))).toEqual([]);
});

test('a title belongs to one row, the one with most words', () => {
  expect(new Set(rows.map(({ fault }) => fault)).size).toBe(rows.length);
  expect(rowOf('secrets in other spellings: of a form')?.fault).toBe('secrets in other spellings');
  expect(rowOf('secrets: a login page')?.fault).toBe('secrets');
  expect(rowOf('a good day')).toBeUndefined();
});

test('no two cases of a row have one name', () => {
  const titles = cases.map((one) => `${one.fault}: ${one.name}`);
  expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
});
