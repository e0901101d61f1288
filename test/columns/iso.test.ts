import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INVALID } from '../../src/columns/contract.ts';
import { isoMoment } from '../../src/columns/iso.ts';
import { zone } from '../../src/columns/local-time.ts';

test.each([
  ['2024-05-06', '2024-05-06T00:00:00.000Z'],
  ['2024-05-06 07:08', '2024-05-06T07:08:00.000Z'],
  ['2024-05-06t07:08:09z', '2024-05-06T07:08:09.000Z'],
  ['2024-05-06T07:08:09,5', '2024-05-06T07:08:09.500Z'],
  ['2024-05-06T07:08:09.123456789Z', '2024-05-06T07:08:09.123456Z'],
  ['2024-05-06T07:08:09 +0200', '2024-05-06T05:08:09.000Z'],
  ['2024-05-06T23:08:09-02', '2024-05-07T01:08:09.000Z'],
  ['  2024-05-06T07:08:09Z ', '2024-05-06T07:08:09.000Z'],
  ['/Date(1700000000123)/', '2023-11-14T22:13:20.123Z'],
  ['/Date(1700000000123+0200)/', '2023-11-14T22:13:20.123Z'],
  ['/Date(-1)/', '1969-12-31T23:59:59.999Z'],
])('%s', (text, expected) => expect(isoMoment(text, undefined)).toBe(expected));

test.each([
  '2024-02-30',
  '2024-13-01',
  '2024-05-06T24:01:00Z',
  '2024-05-06T07:60Z',
  '2024-05-06T07:08:09+25:00',
  '2024-05-06T',
  '24-05-06',
  '2024-05-06T07:08:09Zulu',
  '/Date(x)/',
  '',
])('%j is none', (text) => expect(isoMoment(text, undefined)).toBe(INVALID));

test('a zone is asked only where the text has none of its own', () => {
  const berlin = zone('Europe/Berlin');
  expect(isoMoment('2024-07-01T12:00:00', berlin)).toBe('2024-07-01T10:00:00.000Z');
  expect(isoMoment('2024-07-01T12:00:00Z', berlin)).toBe('2024-07-01T12:00:00.000Z');
});

test('law: what a Date spells is that moment, with or without its milliseconds', () => {
  const date = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(date, (moment) => {
      const text = moment.toISOString();
      expect(isoMoment(text, undefined)).toBe(text);
      expect(isoMoment(text.replace('T', ' ').replace(/\.\d+Z/, ''), undefined)).toBe(
        text.replace(/\.\d+/, '.000'),
      );
    }),
  );
});
