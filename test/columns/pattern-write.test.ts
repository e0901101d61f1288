// What a pattern writes, it reads back as the same moment.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern } from '../../src/columns/pattern.ts';
import { writePattern } from '../../src/columns/pattern-write.ts';

test.each([
  ['DD.MM.YYYY HH:mm', '06.05.2024 07:08'],
  ['YYYY-MM-DD[T]HH:mm:ss.SSSZ', '2024-05-06T07:08:09.012+00:00'],
  ['ddd, D MMM YYYY h:mm A', 'Mon, 6 May 2024 7:08 AM'],
  ['dddd Do MMMM YY', 'Monday 6th May 24'],
  ['YYYYMMDDHHmmssSSSSSS', '20240506070809012345'],
  ['M/D/YYYY H:m:s z ZZ a hh', '5/6/2024 7:8:9 Z +0000 am 07'],
])('%s', (pattern, expected) => {
  expect(writePattern(pattern, '2024-05-06T07:08:09.012345Z')).toBe(expected);
});

test('and back', () => {
  const dates = fc.date({ min: new Date('1970-01-01'), max: new Date('2068-01-01'), noInvalidDate: true });
  for (const pattern of ['YYYY-MM-DD HH:mm:ss.SSS Z', 'Do MMMM YY hh:mm:ss.SSS A', 'YYYYMMDDTHHmmssSSS']) {
    const { read } = compilePattern(pattern);
    fc.assert(
      fc.property(dates, (date) => {
        expect(read(writePattern(pattern, date.toISOString()), undefined)).toBe(date.toISOString());
      }),
    );
  }
});
