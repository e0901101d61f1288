// Time zones by name: the offset of a local time, daylight saving included.
import { tzOffset } from '@date-fns/tz/tzOffset';
import type { LocalZone } from './utc.ts';

const DAY = 86_400_000;
// A table of days costs little, and asking the engine for an offset takes microseconds.
const MOST_REMEMBERED = 20_000;

export function isTimezone(name: string): boolean {
  if (/^[+-]\d\d:?\d\d$/.test(name)) return true;
  try {
    return Boolean(new Intl.DateTimeFormat('en-US', { timeZone: name }));
  } catch {
    return false;
  }
}

/**
 * The zone of a name such as `Europe/Berlin`, or of an offset such as `+02:00`. Where clocks are set back, a time that
 * comes twice is the first of the two.
 */
export function zone(name: string): LocalZone {
  // The offsets before and after each day: most days have one.
  const known = new Map<number, readonly [number, number]>();
  const around = (day: number): readonly [number, number] => {
    const hit = known.get(day);
    if (hit !== undefined) return hit;
    const found = [
      tzOffset(name, new Date((day - 1) * DAY)),
      tzOffset(name, new Date((day + 2) * DAY)),
    ] as const;
    if (known.size < MOST_REMEMBERED) known.set(day, found);
    return found;
  };
  return (wall) => {
    const [before, after] = around(Math.floor(wall / DAY));
    if (before === after) return before;
    return [before, after].find((offset) => tzOffset(name, new Date(wall - offset * 60_000)) === offset);
  };
}
