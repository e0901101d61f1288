import fc from 'fast-check';
import { expect, test } from 'vitest';
import { microsecondsOf, ofMicroseconds } from '../../src/columns/utc.ts';

const EARLIEST = BigInt(Date.parse('0001-01-01T00:00:00.000Z')) * 1000n;
const LATEST = BigInt(Date.parse('9999-12-31T23:59:59.999Z')) * 1000n + 999n;

test('law: microseconds to their spelling and back, as a Date has it', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: EARLIEST, max: LATEST }), (micros) => {
      const spelled = String(ofMicroseconds(micros));
      expect(microsecondsOf(spelled)).toBe(micros);
      expect(Date.parse(spelled)).toBe(Number((micros - (((micros % 1000n) + 1000n) % 1000n)) / 1000n));
    }),
    { numRuns: 2000 },
  );
});

test('the days around each turn of a year', () => {
  for (const year of [1, 4, 100, 400, 1600, 1900, 1969, 1970, 2000, 2024, 9999]) {
    for (const day of ['01-01', '02-28', '03-01', '12-31']) {
      const spelled = `${String(year).padStart(4, '0')}-${day}T00:00:00.000Z`;
      expect(microsecondsOf(spelled), spelled).toBe(BigInt(Date.parse(spelled)) * 1000n);
    }
  }
});

test.each(['2024-05-06T07:08:09Z', '2024-02-30T00:00:00.000Z', '2024-05-06T07:08:09.000+02:00', 'yesterday'])(
  '%s is not in that spelling',
  (text) => expect(microsecondsOf(text)).toBeUndefined(),
);

test('nothing beyond the years 1 to 9999', () => {
  expect([EARLIEST - 1n, LATEST + 1n].map((micros) => typeof ofMicroseconds(micros))).toEqual([
    'symbol',
    'symbol',
  ]);
});
