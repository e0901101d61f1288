// Windows meet exactly, cover the time from start to end, and keep to what requests can say.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderedReader } from '../../../src/columns/ordered.ts';
import type { IncrementalPlan } from '../../../src/config/incremental.ts';
import { parseDuration } from '../../../src/core/duration.ts';
import { spellingOf } from '../../../src/source/incremental/spelling.ts';
import { spansOf } from '../../../src/source/incremental/windows.ts';
import { resourcePlan } from '../../helpers/plans.ts';

const read = orderedReader(undefined, undefined);

function windows(start: string, end: string, step: string, format?: string) {
  const [from, to] = [read(start), read(end)];
  const duration = parseDuration(step);
  if (from?.kind !== 'moment' || to === undefined || duration === undefined) throw new Error('not moments');
  const incremental = { cursor_path: 'at', ...(format === undefined ? {} : { format }) } as IncrementalPlan;
  const spelling = spellingOf(resourcePlan(), incremental);
  return [...spansOf(from, to, duration, spelling)].map((span) => ({
    from: String(span.from.at),
    to: String(span.to.at),
    sent: [spelling.write(span.from), spelling.write(span.to)],
    isInner: span.isInner,
  }));
}

test('by days, months and hours', () => {
  expect(windows('2024-01-30', '2024-02-02', 'P1D').map(({ sent }) => sent)).toEqual([
    ['2024-01-30', '2024-01-31'],
    ['2024-01-31', '2024-02-01'],
    ['2024-02-01', '2024-02-02'],
  ]);
  expect(
    windows('2024-01-31T10:00:00Z', '2024-04-01T00:00:00Z', 'P1M').map(({ to }) => to.slice(0, 13)),
  ).toEqual(['2024-02-29T10', '2024-03-31T10', '2024-04-01T00']);
  expect(windows('2024-01-31', '2024-02-01', 'PT6H')).toHaveLength(4);
});

test('one at least', () => {
  expect(windows('2024-01-30', '2024-01-30', 'P1D')).toMatchObject([{ isInner: false }]);
});

test('where days are sent, windows end at the days that are sent', () => {
  const found = windows('2024-01-30T15:00:00Z', '2024-02-02T15:00:00Z', 'P1D', 'date');
  expect(found.map(({ to }) => to)).toEqual([
    '2024-01-31T00:00:00.000',
    '2024-02-01T00:00:00.000',
    '2024-02-02T00:00:00.000',
    '2024-02-02T15:00:00.000',
  ]);
  // No step is shorter than what is sent.
  expect(windows('2024-01-30', '2024-02-01', 'PT6H', 'date')).toHaveLength(2);
});

test('they cover everything, in order, whatever the step and the spelling', () => {
  const moment = fc.date({ min: new Date('2024-01-01'), max: new Date('2024-03-01'), noInvalidDate: true });
  const step = fc.constantFrom('PT7H', 'P1D', 'P1M', 'P1W');
  const format = fc.constantFrom(undefined, 'iso', 'date', 'epoch_s', 'epoch_ms', 'DD.MM.YYYY HH:mm');
  fc.assert(
    fc.property(moment, moment, step, format, (a, b, how, spelt) => {
      const [start, end] = [a, b].sort((x, y) => x.getTime() - y.getTime()) as [Date, Date];
      const found = windows(start.toISOString(), end.toISOString(), how, spelt);
      expect(found[0]?.from).toBe(start.toISOString().slice(0, -1));
      expect(found.at(-1)?.to).toBe(end.toISOString().slice(0, -1));
      found.slice(1).forEach(({ from }, i) => {
        expect(from).toBe(found[i]?.to);
        expect(from > (found[i]?.from ?? '')).toBe(true);
      });
      expect(found.map(({ isInner }) => isInner)).toEqual(found.map((_, i) => i < found.length - 1));
    }),
  );
});
