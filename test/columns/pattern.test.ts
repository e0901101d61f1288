import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern } from '../../src/columns/pattern.ts';
import { columnSchema } from '../../src/config/columns.ts';

const problemOf = (format: unknown, data_type = 'timestamp') =>
  columnSchema.safeParse({ data_type, format }).error?.issues[0]?.message;

test.each([
  'YYYY-MM-DD',
  'YYYY',
  'YYYY-MM',
  'DD.MM.YYYY HH:mm',
  'YYYY-MM-DDTHH:mm:ss.SSSZ',
  '[Week of] D MMMM YYYY',
  'epoch_us',
  ['iso', 'YYYYMMDD'],
])('%s is a format', (format) => expect(problemOf(format)).toBeUndefined());

test.each<[unknown, RegExp]>([
  ['bogus', /"b", "o", "g", "u" in it stands for nothing/],
  ['%Y-%m-%d', /"%", .* stands for nothing/],
  ['yyyy-MM-DD', /"y"/],
  ['YYYY-mm-DD', /a day, but no month, MM \(mm is the minute\)/],
  ['YYYY-MM-DD MM', /the month twice/],
  ['DD.MM', /no year/],
  ['YYYY mm', /a minute, but no hour/],
  ['YYYY A', /no hour/],
  ['HH:mm', /has no year/],
  ['[only words]', /no part of a date/],
  ['epoch_sec', /did you mean "epoch_s"/],
  [['iso', 'nonsense'], /"nonsense"/],
])('%s is none', (format, says) => expect(problemOf(format)).toMatch(says));

test('a time of day needs no year', () => expect(problemOf('HH:mm', 'time')).toBeUndefined());

test.each(['Mars/Olympus', '', '+2', '0200', 'x+02:00'])('timezone %s is none', (timezone) => {
  expect(columnSchema.safeParse({ data_type: 'timestamp', timezone }).error?.issues[0]?.message).toMatch(
    /time zone/,
  );
});

test('law: a pattern reads what it spells, and nothing with a character more', () => {
  const two = (value: number) => String(value).padStart(2, '0');
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      fc.string({ minLength: 1, maxLength: 2 }).filter((text) => text.trim() === text),
      (date, more) => {
        const { read } = compilePattern('D/M/YYYY [at] HH.mm:ss,SSS');
        const day = `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()}`;
        const clock = `${two(date.getUTCHours())}.${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
        const written = `${day} at ${clock},${String(date.getUTCMilliseconds()).padStart(3, '0')}`;
        expect(read(written, undefined)).toBe(date.toISOString());
        expect(typeof read(`${written}${more}`, undefined)).toBe('symbol');
      },
    ),
  );
});
