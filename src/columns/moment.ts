// What timestamp, date and time share: ISO 8601, epochs and patterns, brought to UTC in one spelling.
import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat.js';
import utc from 'dayjs/plugin/utc.js';
import { z } from 'zod';
import { toInteger } from './bigint.ts';
import { commonTimestamp, isDay } from './common-timestamp.ts';
import { type Coerce, INVALID } from './contract.ts';

dayjs.extend(utc);
dayjs.extend(customParseFormat);

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-]\d\d(?::?\d\d)?)?)?$/;
// Years 1 to 9999, which is what ISO 8601 and every reader of our files agrees on.
const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

type Moment = string | typeof INVALID;

/** The keys that say how a moment is written. */
export const momentOptions = {
  format: z
    .string()
    .min(1)
    .optional()
    .describe(
      'how a timestamp, date or time is written: `epoch_s`, `epoch_ms` or a pattern such as `DD.MM.YYYY HH:mm`',
    ),
};

/** `2024-05-06T07:08:09.000Z`, with six decimals where the value has microseconds. No zone means UTC. */
export function toMoment({ format }: { readonly format?: string | undefined }): Coerce<string> {
  if (format === undefined) return isoTimestamp;
  if (format === 'epoch_s') return (value) => epoch(value, 1000);
  if (format === 'epoch_ms') return (value) => epoch(value, 1);
  return (value) => {
    if (typeof value !== 'string') return INVALID;
    const parsed = dayjs.utc(value.trim(), format, true);
    return parsed.isValid() ? fromMilliseconds(parsed.valueOf()) : INVALID;
  };
}

function epoch(value: unknown, unit: number): Moment {
  const isFraction = typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value);
  const number = isFraction ? value : toInteger(value);
  return typeof number === 'number' ? fromMilliseconds(Math.round(number * unit)) : INVALID;
}

function fromMilliseconds(milliseconds: number): Moment {
  if (!(milliseconds >= EARLIEST && milliseconds <= LATEST)) return INVALID;
  return new Date(milliseconds).toISOString();
}

const isoTimestamp: Coerce<string> = (value) => {
  if (typeof value !== 'string') return INVALID;
  const common = commonTimestamp(value);
  if (common !== undefined) return common;
  const match = ISO.exec(value.trim());
  if (match === null) return INVALID;
  const [
    ,
    year = '',
    month = '',
    day = '',
    hour = '00',
    minute = '00',
    second = '00',
    fraction = '',
    zone = 'Z',
  ] = match;
  if (!isDay(Number(year), Number(month), Number(day))) return INVALID;
  // A leap second has no place in UTC timestamps as every reader counts them.
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return INVALID;
  const decimals = fractionOf(fraction);
  if (zone === 'Z' || zone === 'z') return `${year}-${month}-${day}T${hour}:${minute}:${second}.${decimals}Z`;
  const offset = offsetMinutes(zone);
  if (offset === undefined) return INVALID;
  const local = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`);
  const shifted = fromMilliseconds(local - offset * 60_000);
  return shifted === INVALID ? INVALID : `${shifted.slice(0, 20)}${decimals}Z`;
};

// Milliseconds are always written, microseconds where there are any; finer digits are cut, as in every sink.
function fractionOf(fraction: string): string {
  if (fraction.length <= 3) return fraction.padEnd(3, '0');
  const micros = fraction.slice(0, 6).padEnd(6, '0');
  return micros.endsWith('000') ? micros.slice(0, 3) : micros;
}

function offsetMinutes(zone: string): number | undefined {
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || '0');
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
