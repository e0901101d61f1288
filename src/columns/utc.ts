// The one spelling of a moment, from the parts of any other: `2024-05-06T07:08:09.000Z`, or with six decimals.

import { isDay } from './common-timestamp.ts';
import { INVALID } from './contract.ts';

export type Moment = string | typeof INVALID;

/** Gives the offset from UTC, in minutes, of a local time in milliseconds; undefined where clocks jump over it. */
export type LocalZone = (milliseconds: number) => number | undefined;

/** A moment as it is written. */
export interface MomentParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** The digits behind the second. */
  readonly fraction: string;
  /** Minutes from UTC; undefined where none is written. */
  readonly offset: number | undefined;
}

// Years 1 to 9999, which is what ISO 8601 and every reader of our files agrees on.
const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** @param local where a moment without an offset is; default UTC */
export function toUtc(parts: MomentParts, local: LocalZone | undefined): Moment {
  const { year, month, day, hour, minute, second } = parts;
  if (!isDay(year, month, day)) return INVALID;
  // A leap second has no place in UTC timestamps as every reader counts them.
  if (hour > 23 || minute > 59 || second > 59) return INVALID;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const wall = date.setUTCHours(hour, minute, second);
  const offset = parts.offset ?? (local === undefined ? 0 : local(wall));
  return offset === undefined ? INVALID : spell(wall - offset * 60_000, parts.fraction);
}

/** A moment by its microseconds since 1970. */
export function ofMicroseconds(micros: bigint): Moment {
  const second = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return spell(Number((micros - second) / 1000n), String(second).padStart(6, '0'));
}

const CANONICAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(?:\d{3})?Z$/;

/** The microseconds since 1970 of a moment in the one spelling; undefined for any other text. */
export function microsecondsOf(moment: string): bigint | undefined {
  if (!CANONICAL.test(moment)) return undefined;
  const [year, month, day] = [digits(moment, 0, 4), digits(moment, 5, 7), digits(moment, 8, 10)];
  if (!isDay(year, month, day)) return undefined;
  const clock = (digits(moment, 11, 13) * 60 + digits(moment, 14, 16)) * 60 + digits(moment, 17, 19);
  const fraction = digits(moment, 20, 23) * 1000 + (moment.length === 27 ? digits(moment, 23, 26) : 0);
  const seconds = daysOf(year, month, day) * 86_400 + clock;
  const micros = seconds * 1_000_000 + fraction;
  return Number.isSafeInteger(micros) ? BigInt(micros) : BigInt(seconds) * 1_000_000n + BigInt(fraction);
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i += 1) value = value * 10 + text.charCodeAt(i) - 0x30;
  return value;
}

/** Days since 1970; the year is taken to begin in March, so that a leap day is its last. */
function daysOf(year: number, month: number, day: number): number {
  const years = month > 2 ? year : year - 1;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  const inYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return years * 365 + leapDays + inYear - 719_468;
}

/** Milliseconds are always written, microseconds where there are any; finer digits are cut, as in every sink. */
function spell(wholeSeconds: number, fraction: string): Moment {
  if (!(wholeSeconds >= EARLIEST && wholeSeconds <= LATEST)) return INVALID;
  const micros = fraction.slice(0, 6).padEnd(6, '0');
  const decimals = micros.endsWith('000') ? micros.slice(0, 3) : micros;
  return `${new Date(wholeSeconds).toISOString().slice(0, 20)}${decimals}Z`;
}

/** The minutes of `+02:00`, `-0530`, `+02`, `Z`; undefined for an offset that no clock has. */
export function offsetMinutes(written: string): number | undefined {
  if (/^z$/i.test(written)) return 0;
  const hours = Number(written.slice(1, 3));
  const minutes = Number(written.slice(3).replace(':', '') || '0');
  if (hours > 23 || minutes > 59) return undefined;
  return (written.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
