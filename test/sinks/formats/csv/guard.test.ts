import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guard, unguard } from '../../../../src/sinks/formats/csv/guard.ts';

test.each([
  '=1+1',
  '+SUM(A1)',
  '-2+3+cmd|x',
  '@SUM(1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1+1',
  '-',
  '+49 30 1234',
  "'=1",
  "''@x",
])('%j gets an apostrophe, and loses it again', (text) => {
  expect(guard(text)).toBe(`'${text}`);
  expect(unguard(guard(text))).toBe(text);
});

test.each(['', '-5', '+5.25', '-1e-7', '-.5', '12', "'quoted'", "it's", ' =1', 'a=b', "'-5 apples"])(
  '%j stays as it is, or comes back',
  (text) => {
    if (text !== "'-5 apples") expect(guard(text)).toBe(text);
    expect(unguard(guard(text))).toBe(text);
  },
);

test('law: what was guarded comes back, whatever it is', () => {
  const text = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '1', '.', 'a', '＝') });
  fc.assert(
    fc.property(text, (text) => {
      expect(unguard(guard(text))).toBe(text);
    }),
    { numRuns: 2000 },
  );
});
