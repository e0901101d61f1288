// timestamp, date, time: ISO 8601, epochs and patterns, brought to UTC in one spelling.
import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat.js';
import utc from 'dayjs/plugin/utc.js';
import { type Coerce, type CompileCoerce, INVALID } from './coerce.ts';
import { commonTimestamp, isDay } from './common-timestamp.ts';
import { bigint as toInteger } from './scalars.ts';

dayjs.extend(utc);
dayjs.extend(customParseFormat);

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-]\d\d(?::?\d\d)?)?)?$/;
const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?$/;
// Years 1 to 9999, which is what ISO 8601 and every reader of our files agrees on.
const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** `2024-05-06T07:08:09.000Z`, with six decimals where the value has microseconds. No zone means UTC. */
export const compileTimestamp: CompileCoerce = (column) => withFormat(column.format, isoTimestamp);

/** `2024-05-06`; a moment only where it is midnight, else its time would be lost unsaid. */
export const compileDate: CompileCoerce = (column) => {
  const moment = withFormat(column.format, isoTimestamp);
  return (value) => {
    const timestamp = moment(value);
    if (typeof timestamp !== 'string') return INVALID;
    const isMidnight = /T00:00:00\.0+Z$/.test(timestamp);
    return isMidnight || column.format !== undefined ? timestamp.slice(0, 10) : INVALID;
  };
};

/** `07:08:09`, with the decimals it has. */
export const compileTime: CompileCoerce = (column) => {
  if (column.format !== undefined) {
    const moment = withFormat(column.format, isoTimestamp);
    return (value) => {
      const timestamp = moment(value);
      return typeof timestamp === 'string' ? clock(timestamp.slice(11, -1)) : INVALID;
    };
  }
  return (value) => (typeof value === 'string' ? clock(value.trim()) : INVALID);
};

function clock(value: string): unknown {
  const match = TIME.exec(value);
  if (match === null) return INVALID;
  const [, hour = '', minute = '', second = '00', fraction = ''] = match;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return INVALID;
  const decimals = fraction.slice(0, 6).replace(/0+$/, '');
  return `${hour}:${minute}:${second}${decimals === '' ? '' : `.${decimals}`}`;
}

function withFormat(format: string | undefined, fallback: Coerce): Coerce {
  if (format === undefined) return fallback;
  if (format === 'epoch_s') return (value) => epoch(value, 1000);
  if (format === 'epoch_ms') return (value) => epoch(value, 1);
  return (value) => {
    if (typeof value !== 'string') return INVALID;
    const parsed = dayjs.utc(value.trim(), format, true);
    return parsed.isValid() ? fromMilliseconds(parsed.valueOf()) : INVALID;
  };
}

function epoch(value: unknown, unit: number): unknown {
  const isFraction = typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value);
  const number = isFraction ? value : toInteger(value);
  return typeof number === 'number' ? fromMilliseconds(Math.round(number * unit)) : INVALID;
}

function fromMilliseconds(milliseconds: number): unknown {
  if (!(milliseconds >= EARLIEST && milliseconds <= LATEST)) return INVALID;
  return new Date(milliseconds).toISOString();
}

const isoTimestamp: Coerce = (value) => {
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
  return typeof shifted === 'string' ? `${shifted.slice(0, 20)}${decimals}Z` : INVALID;
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
