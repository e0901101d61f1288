import { expect, test } from 'vitest';
import { snakeCase } from '../../src/columns/naming.ts';

test.each([
  ['fooBar', 'foo_bar'],
  ['faceBookURL', 'face_book_url'],
  ['HTTPServer', 'http_server'],
  ['Account_Name', 'account_name'],
  ['first name', 'first_name'],
  ['a-b.c', 'a_b_c'],
  ['version2Beta', 'version2_beta'],
  ['already_snake', 'already_snake'],
  ['Größe', 'größe'],
  ['_id', 'id'],
  ['_', '_'],
])('%s becomes %s', (name, expected) => {
  expect(snakeCase(name)).toBe(expected);
});
