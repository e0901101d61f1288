import { expect, test } from 'vitest';
import { parse } from '../../../src/config/expression/parse.ts';

test.each([
  ['a or b and not c == d', 'a or (b and (not (c == d)))'],
  ['!a == b', '(!a) == b'],
  ['a || b && c', 'a || (b && c)'],
  ['a.b[0].get("c")', '((a.b)[0]).get("c")'],
  ['-1 < a', '(-1) < a'],
  ['a not in b and c', '(a not in b) and c'],
  ['a === b', 'a == b'],
  ['{{ a }}', 'a'],
])('%s is read as %s', (source, grouped) => {
  expect(parse(source)).toEqual(parse(grouped));
});
