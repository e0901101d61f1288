import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonTimestamp, isDay } from '../../src/columns/common-timestamp.ts';

const two = (value: number) => String(value).padStart(2, '0');
const part = fc.integer({ min: 0, max: 70 }).map(two);
const zone = fc.oneof(
  fc.constant('Z'),
  fc.tuple(fc.constantFrom('+', '-'), part, part).map(([sign, h, m]) => `${sign}${h}:${m}`),
);
const written = fc
  .record({
    year: fc.integer({ min: 0, max: 9999 }),
    parts: fc.array(part, { minLength: 5, maxLength: 5 }),
    zone,
  })
  .chain(({ year, parts: [month, day, hour, minute, second], zone }) =>
    fc
      .constantFrom('', '.120', '.999')
      .map(
        (fraction) =>
          `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`,
      ),
  );

test('what it takes is what a Date makes of it', () => {
  fc.assert(
    fc.property(fc.oneof(written, fc.string({ maxLength: 30 })), (value) => {
      const found = commonTimestamp(value);
      if (found !== undefined) expect(found).toBe(new Date(value).toISOString());
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['2024-05-06T07:08:09Z', '2024-05-06T07:08:09.000Z'],
  ['2024-05-06T07:08:09.123Z', '2024-05-06T07:08:09.123Z'],
  ['2024-05-06T07:08:09+02:00', '2024-05-06T05:08:09.000Z'],
  ['2024-05-06T07:08:09.123-05:30', '2024-05-06T12:38:09.123Z'],
])('%s', (value, expected) => expect(commonTimestamp(value)).toBe(expected));

test.each([
  '2024-05-06T01:08:09+02:00',
  '2024-02-30T07:08:09Z',
  '2016-12-31T23:59:60Z',
  '0000-01-01T00:00:00Z',
  '2024-05-06 07:08:09Z',
  '2024-05-06T07:08:09.12xZ',
  '2024-05-06T07:08:0ﾟZ',
])('%s is left to the long way', (value) => expect(commonTimestamp(value)).toBeUndefined());

test('leap years', () => {
  expect([1900, 2000, 2023, 2024].map((year) => isDay(year, 2, 29))).toEqual([false, true, false, true]);
});
