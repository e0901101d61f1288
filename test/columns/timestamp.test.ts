import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactNumber } from '../../src/core/exact-number.ts';
import { brought } from '../helpers/columns.ts';

test.each<[unknown, unknown, object?]>([
  ['2024-05-06T07:08:09Z', '2024-05-06T07:08:09.000Z'],
  ['2024-05-06T07:08:09.123456Z', '2024-05-06T07:08:09.123456Z'],
  ['2024-05-06T07:08:09.1234567Z', '2024-05-06T07:08:09.123456Z'],
  ['2024-05-06T07:08:09+05:30', '2024-05-06T01:38:09.000Z'],
  ['2024-05-06T07:08:09.000001-0230', '2024-05-06T09:38:09.000001Z'],
  ['2024-05-06 07:08', '2024-05-06T07:08:00.000Z'],
  ['2024-05-06', '2024-05-06T00:00:00.000Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ['0001-01-01T00:00:00+01:00', 'reject'],
  ['10000-01-01T00:00:00Z', 'reject'],
  ['2024-02-30T00:00:00Z', 'reject'],
  ['2023-02-29', 'reject'],
  ['2016-12-31T23:59:60Z', 'reject'],
  ['yesterday', 'reject'],
  [1700000000, 'reject'],
  [1700000000, '2023-11-14T22:13:20.000Z', { format: 'epoch_s' }],
  ['1700000000', '2023-11-14T22:13:20.000Z', { format: 'epoch_s' }],
  [1700000000.25, '2023-11-14T22:13:20.250Z', { format: 'epoch_s' }],
  [1700000000001, '2023-11-14T22:13:20.001Z', { format: 'epoch_ms' }],
  [1e17, 'reject', { format: 'epoch_ms' }],
  ['06.05.2024 07:08', '2024-05-06T07:08:00.000Z', { format: 'DD.MM.YYYY HH:mm' }],
  ['31.02.2024 07:08', 'reject', { format: 'DD.MM.YYYY HH:mm' }],
  ['/Date(1700000000001)/', '2023-11-14T22:13:20.001Z'],
  ['/Date(-1)/', '1969-12-31T23:59:59.999Z'],
  ['/Date(1700000000000+0200)/', '2023-11-14T22:13:20.000Z'],
  ['/Date(x)/', 'reject'],
  [1700000000.123456, '2023-11-14T22:13:20.123456Z', { format: 'epoch_s' }],
  ['1700000000.123456', '2023-11-14T22:13:20.123456Z', { format: 'epoch_s' }],
  [' 1700000000.1234567 ', '2023-11-14T22:13:20.123456Z', { format: 'epoch_s' }],
  [new ExactNumber('1700000000.123456789'), '2023-11-14T22:13:20.123456Z', { format: 'epoch_s' }],
  [-1.5, '1969-12-31T23:59:58.500Z', { format: 'epoch_s' }],
  ['1700000000001.5', '2023-11-14T22:13:20.001500Z', { format: 'epoch_ms' }],
  [1700000000123456, '2023-11-14T22:13:20.123456Z', { format: 'epoch_us' }],
  ['1700000000123456', '2023-11-14T22:13:20.123456Z', { format: 'epoch_us' }],
  [1700000000123456789n, '2023-11-14T22:13:20.123456Z', { format: 'epoch_ns' }],
  ['1700000000123456789', '2023-11-14T22:13:20.123456Z', { format: 'epoch_ns' }],
  [5, '1970-01-01T00:00:00.000Z', { format: 'epoch_ns' }],
  ['soon', 'reject', { format: 'epoch_s' }],
  [true, 'reject', { format: 'epoch_s' }],
  ['2024-01-01 00:00:00 +0200', '2023-12-31T22:00:00.000Z', { format: 'YYYY-MM-DD HH:mm:ss Z' }],
  ['2024-01-01 00:00:00 +02:00', '2023-12-31T22:00:00.000Z', { format: 'YYYY-MM-DD HH:mm:ss ZZ' }],
  ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00.000Z', { format: 'YYYY-MM-DDTHH:mm:ssZ' }],
  ['2024-01-01 00:00:00 +2500', 'reject', { format: 'YYYY-MM-DD HH:mm:ss Z' }],
  ['2024-01-01 00:00:00', 'reject', { format: 'YYYY-MM-DD HH:mm:ss Z' }],
  ['Mon, 06 May 2024 07:08:09 GMT', '2024-05-06T07:08:09.000Z', { format: 'ddd, DD MMM YYYY HH:mm:ss z' }],
  ['May 6th, 2024 at 7:08 pm', '2024-05-06T19:08:00.000Z', { format: 'MMMM Do, YYYY [at] h:mm a' }],
  ['12:00 AM 06/05/24', '2024-05-06T00:00:00.000Z', { format: 'hh:mm A DD/MM/YY' }],
  ['20240506070809123456', '2024-05-06T07:08:09.123456Z', { format: 'YYYYMMDDHHmmssSSSSSS' }],
  [20240506, '2024-05-06T00:00:00.000Z', { format: 'YYYYMMDD' }],
  ['06.05.2024', '2024-05-06T00:00:00.000Z', { format: ['YYYY-MM-DD', 'DD.MM.YYYY'] }],
  [1700000000, '2023-11-14T22:13:20.000Z', { format: ['iso', 'epoch_s'] }],
  ['06/05/2024', 'reject', { format: ['YYYY-MM-DD', 'DD.MM.YYYY'] }],
  ['2024-07-01T12:00:00', '2024-07-01T10:00:00.000Z', { timezone: 'Europe/Berlin' }],
  ['2024-01-01 12:00:00.000001', '2024-01-01T11:00:00.000001Z', { timezone: 'Europe/Berlin' }],
  ['2024-01-01T12:00:00Z', '2024-01-01T12:00:00.000Z', { timezone: 'Europe/Berlin' }],
  ['2024-01-01T12:00:00-01:00', '2024-01-01T13:00:00.000Z', { timezone: 'Europe/Berlin' }],
  ['01.07.2024 12:00', '2024-07-01T10:00:00.000Z', { format: 'DD.MM.YYYY HH:mm', timezone: 'Europe/Berlin' }],
  ['2024-07-01T12:00:00', '2024-07-01T14:30:00.000Z', { timezone: '-02:30' }],
  ['2024-03-31T02:30:00', 'reject', { timezone: 'Europe/Berlin' }],
  ['2024-10-27T02:30:00', '2024-10-27T00:30:00.000Z', { timezone: 'Europe/Berlin' }],
  ['2024-10-27T03:00:00', '2024-10-27T02:00:00.000Z', { timezone: 'Europe/Berlin' }],
])('%o is %o %o', (value, expected, keys) => {
  expect(brought('timestamp', value, keys)).toEqual(expected);
});

test('law: what an epoch of any unit spells, ISO 8601 spells too', () => {
  const units = { epoch_s: 1_000_000n, epoch_ms: 1000n, epoch_us: 1n } as const;
  const micros = fc.bigInt({ min: 0n, max: 253_402_300_799_999_999n });
  fc.assert(
    fc.property(micros, fc.constantFrom(...Object.entries(units)), (moment, [format, unit]) => {
      const [whole, rest] = [moment / unit, moment % unit];
      const written = `${whole}.${String(rest).padStart(String(unit).length - 1, '0')}`;
      const found = String(brought('timestamp', written, { format }));
      expect(BigInt(Date.parse(found)) * 1000n + BigInt(found.slice(23, -1) || 0)).toBe(moment);
    }),
  );
});
