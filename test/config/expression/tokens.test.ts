import { expect, test } from 'vitest';
import { tokenize } from '../../../src/config/expression/tokens.ts';

test('signs are taken as long as they go', () => {
  expect(tokenize('a!==b<=.5 &&"x"').map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'name a',
    'sign !==',
    'name b',
    'sign <=',
    'number .5',
    'sign &&',
    'text x',
    'end the end',
  ]);
});

test.each(['a = b', 'a ; b', '`a`', "'a", '1a', 'a\u0000'])('%j cannot be read', (source) => {
  expect(() => tokenize(source)).toThrow(SyntaxError);
});
