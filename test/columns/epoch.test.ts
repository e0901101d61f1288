import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INVALID } from '../../src/columns/contract.ts';
import { EPOCHS, epoch } from '../../src/columns/epoch.ts';
import { ExactNumber } from '../../src/core/exact-number.ts';

test.each<[unknown, keyof typeof EPOCHS, string]>([
  [0, 'epoch_s', '1970-01-01T00:00:00.000Z'],
  [-1, 'epoch_s', '1969-12-31T23:59:59.000Z'],
  [1700000000.5, 'epoch_s', '2023-11-14T22:13:20.500Z'],
  ['1700000000.123456', 'epoch_s', '2023-11-14T22:13:20.123456Z'],
  [new ExactNumber('1700000000.12345678901'), 'epoch_s', '2023-11-14T22:13:20.123456Z'],
  [' 1700000000123 ', 'epoch_ms', '2023-11-14T22:13:20.123Z'],
  [1700000000123.4, 'epoch_ms', '2023-11-14T22:13:20.123400Z'],
  [1700000000123456n, 'epoch_us', '2023-11-14T22:13:20.123456Z'],
  [1700000000123456789n, 'epoch_ns', '2023-11-14T22:13:20.123456Z'],
  [999, 'epoch_ns', '1970-01-01T00:00:00.000Z'],
])('%s as %s', (value, unit, expected) => expect(epoch(value, EPOCHS[unit])).toBe(expected));

test.each([['soon'], [''], ['1e9'], [true], [null], [{}], ['0x10'], ['1 000'], ['9'.repeat(25)]])(
  '%j is no moment',
  (value) => expect(epoch(value, EPOCHS.epoch_s)).toBe(INVALID),
);

test('law: a number and its text are one moment', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -(2 ** 31), max: 2 ** 37 }),
      fc.constantFrom(...Object.values(EPOCHS)),
      (n, places) => {
        expect(epoch(n, places)).toBe(epoch(String(n), places));
        expect(epoch(n, places)).toBe(epoch(BigInt(n), places));
      },
    ),
  );
});
