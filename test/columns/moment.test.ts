// The spellings of a moment that a column may name, one or several.
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { INVALID } from '../../src/columns/contract.ts';
import { checkDays, momentFormat, timezone, toMoment } from '../../src/columns/moment.ts';
import { ExactNumber } from '../../src/core/exact-number.ts';

const NOON = '2024-05-06T12:00:00.000Z';

describe('toMoment', () => {
  test.each<[object, unknown, unknown]>([
    [{}, '2024-05-06T12:00:00Z', NOON],
    [{}, 1714996800, INVALID],
    [{ format: 'epoch_s' }, 1714996800, NOON],
    [{ format: 'epoch_ms' }, '1714996800000', NOON],
    [{ format: 'epoch_s' }, '2024-05-06T12:00:00Z', INVALID],
    [{ format: 'DD.MM.YYYY HH:mm' }, ' 06.05.2024 12:00 ', NOON],
    [{ format: 'DD.MM.YYYY HH:mm', timezone: '+02:00' }, '06.05.2024 14:00', NOON],
    [{ format: 'YYYYMMDD' }, 20240506, '2024-05-06T00:00:00.000Z'],
    [{ format: 'YYYYMMDD' }, new ExactNumber('20240506'), '2024-05-06T00:00:00.000Z'],
    [{ format: 'YYYYMMDD' }, true, INVALID],
    [{ timezone: 'Europe/Berlin' }, '2024-05-06T14:00:00', NOON],
    [{ format: ['iso', 'epoch_s'] }, 1714996800, NOON],
    [{ format: ['iso', 'epoch_s'] }, 'noon', INVALID],
    // The first that fits, not the best.
    [{ format: ['MM/DD/YYYY', 'DD/MM/YYYY'] }, '05/06/2024', '2024-05-06T00:00:00.000Z'],
    [{ format: ['MM/DD/YYYY', 'DD/MM/YYYY'] }, '16/05/2024', '2024-05-16T00:00:00.000Z'],
  ])('%o of %o', (keys, value, expected) => expect(toMoment(keys)(value)).toBe(expected));
});

test('a day needs a year in every one of its patterns', () => {
  for (const format of [undefined, 'iso', 'epoch_s', 'DD.MM.YY', ['iso', 'YYYY']]) {
    expect(checkDays({ format }), String(format)).toBeUndefined();
  }
  expect(checkDays({ format: ['iso', 'HH:mm'] })).toEqual({
    key: 'format',
    message: '"HH:mm" has no year, YYYY',
  });
});

test('what is no format is said at its place in the list', () => {
  const problem = (format: unknown) =>
    z.object({ format: momentFormat }).safeParse({ format }).error?.issues[0];
  expect(problem('iso')).toBeUndefined();
  expect(problem(['iso', 'epoch_sec'])).toMatchObject({
    path: ['format', 1],
    message: expect.stringMatching(/did you mean "epoch_s"/),
  });
  expect(problem('nonsense')).toMatchObject({ path: ['format'] });
  expect([problem([]), problem('')]).toEqual([expect.anything(), expect.anything()]);
});

test('a time zone is one that there is', () => {
  for (const name of [undefined, 'Europe/Berlin', '+02:00', 'UTC'])
    expect(timezone.safeParse(name).success).toBe(true);
  expect(timezone.safeParse('Europe/Berlim').error?.issues[0]?.message).toMatch(
    /no time zone "Europe\/Berlim"/,
  );
});
