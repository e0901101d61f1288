import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTimezone, zone } from '../../src/columns/local-time.ts';

const zones = ['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC', '-02:30'];

test('law: a local time that is there is the one that its zone shows at the moment found', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1975-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
      fc.constantFrom(...zones.filter((name) => !name.startsWith('-'))),
      (moment, name) => {
        const second = Math.floor(moment.getTime() / 1000) * 1000;
        const shown = new Intl.DateTimeFormat('sv-SE', {
          timeZone: name,
          dateStyle: 'short',
          timeStyle: 'medium',
        });
        const wall = Date.parse(`${shown.format(second).replace(' ', 'T')}Z`);
        const offset = zone(name)(wall);
        expect(offset).toBeDefined();
        expect(shown.format(wall - Number(offset) * 60_000)).toBe(shown.format(second));
      },
    ),
    { numRuns: 300 },
  );
});

test('where clocks are put forward there is no time, where they are put back the first counts', () => {
  const berlin = zone('Europe/Berlin');
  expect(berlin(Date.parse('2024-03-31T02:30:00Z'))).toBeUndefined();
  expect(berlin(Date.parse('2024-03-31T01:59:59Z'))).toBe(60);
  expect(berlin(Date.parse('2024-03-31T03:00:00Z'))).toBe(120);
  expect(berlin(Date.parse('2024-10-27T02:30:00Z'))).toBe(120);
  expect(zone('-02:30')(0)).toBe(-150);
});

test.each(zones)('%s is a time zone', (name) => expect(isTimezone(name)).toBe(true));
