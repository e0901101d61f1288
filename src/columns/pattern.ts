// Patterns such as `DD.MM.YYYY HH:mm:ss Z`, compiled to a regular expression. Strict: the value has just that shape.
import { INVALID } from './contract.ts';
import { type LocalZone, type Moment, offsetMinutes, toUtc } from './utc.ts';

export interface Pattern {
  /** What makes it no pattern, to be said when the pipeline is read. */
  readonly problem: string | undefined;
  readonly parts: ReadonlySet<Part | undefined>;
  read(value: string, local: LocalZone | undefined): Moment;
}

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'half' | 'fraction' | 'zone';
type Found = Partial<Record<Part, string>>;

interface Token {
  /** Undefined for what is read over, the name of a day. */
  readonly part?: Part;
  readonly text: string;
}

export const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
/** As `getUTCDay` counts them. */
export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const short = (names: readonly string[]) => names.map((name) => name.slice(0, 3)).join('|');
const OFFSET = '[+-]\\d\\d(?::?\\d\\d)?|z';

const TOKENS: Readonly<Record<string, Token>> = {
  YYYY: { part: 'year', text: '\\d{4}' },
  YY: { part: 'year', text: '\\d\\d' },
  MMMM: { part: 'month', text: MONTHS.join('|') },
  MMM: { part: 'month', text: short(MONTHS) },
  MM: { part: 'month', text: '\\d\\d' },
  M: { part: 'month', text: '[1-9]|1[0-2]' },
  Do: { part: 'day', text: '\\d{1,2}(?:st|nd|rd|th)' },
  DD: { part: 'day', text: '\\d\\d' },
  D: { part: 'day', text: '[1-9]|[12]\\d|3[01]' },
  dddd: { text: WEEKDAYS.join('|') },
  ddd: { text: short(WEEKDAYS) },
  HH: { part: 'hour', text: '\\d\\d' },
  H: { part: 'hour', text: '1\\d|2[0-3]|\\d' },
  hh: { part: 'hour', text: '0[1-9]|1[0-2]' },
  h: { part: 'hour', text: '1[0-2]|[1-9]' },
  mm: { part: 'minute', text: '\\d\\d' },
  m: { part: 'minute', text: '[1-5]\\d|\\d' },
  ss: { part: 'second', text: '\\d\\d' },
  s: { part: 'second', text: '[1-5]\\d|\\d' },
  A: { part: 'half', text: 'am|pm' },
  a: { part: 'half', text: 'am|pm' },
  ZZ: { part: 'zone', text: OFFSET },
  Z: { part: 'zone', text: OFFSET },
  z: { part: 'zone', text: 'utc|gmt|z' },
};
const NAMES = Object.keys(TOKENS).toSorted((a, b) => b.length - a.length);
// [words] as they stand, a token, parts of a second, any other character.
export const LEXER = new RegExp(`\\[([^\\]]*)\\]|(${NAMES.join('|')})|(S{1,9})|([^])`, 'gu');

export function compilePattern(pattern: string): Pattern {
  const parts: (Part | undefined)[] = [];
  const unknown: string[] = [];
  let text = '';
  for (const [, words, name = '', fraction, other = ''] of pattern.matchAll(LEXER)) {
    const token = fraction === undefined ? TOKENS[name] : secondsPart(fraction.length);
    if (token !== undefined) {
      parts.push(token.part);
      text += `(${token.text})`;
    } else {
      // The T of ISO 8601 is written without brackets everywhere.
      if (/[\p{L}%]/u.test(other) && other !== 'T') unknown.push(other);
      text += escaped(words ?? other);
    }
  }
  const shape = new RegExp(`^${text}$`, 'iu');
  return {
    parts: new Set(parts),
    problem: problemOf(parts, unknown),
    read(value, local) {
      const match = shape.exec(value);
      if (match === null) return INVALID;
      const found: Found = {};
      for (const [i, part] of parts.entries()) if (part !== undefined) found[part] = match[i + 1];
      return momentOf(found, local);
    },
  };
}

function secondsPart(digits: number): Token {
  return { part: 'fraction', text: `\\d{${digits}}` };
}

function escaped(words: string): string {
  return words.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function problemOf(parts: readonly (Part | undefined)[], unknown: readonly string[]): string | undefined {
  if (unknown.length > 0) {
    const letters = unknown.map((one) => `"${one}"`).join(', ');
    return `${letters} in it stands for nothing; YYYY MM DD HH mm ss SSS A Z do, and words stand in [brackets]`;
  }
  const has = (part: Part) => parts.includes(part);
  const twice = parts.find((part, i) => part !== undefined && parts.indexOf(part) !== i);
  if (twice !== undefined) return `has the ${twice} twice`;
  if (parts.every((part) => part === undefined)) return 'has no part of a date or a time, such as YYYY or HH';
  if (has('day') && !has('month')) return 'has a day, but no month, MM (mm is the minute)';
  if (has('month') && !has('year')) return 'has a month, but no year, YYYY';
  if (has('minute') && !has('hour')) return 'has a minute, but no hour, HH (the month is MM)';
  if (has('half') && !has('hour')) return 'has A, but no hour, hh';
  return undefined;
}

function momentOf(found: Found, local: LocalZone | undefined): Moment {
  const { year = '1970', month = '1', day = '1', minute = '0', second = '0', fraction = '', zone } = found;
  const offset = zone === undefined ? undefined : /^[a-z]/i.test(zone) ? 0 : offsetMinutes(zone);
  if (zone !== undefined && offset === undefined) return INVALID;
  const hour = hourOf(found);
  return toUtc(
    {
      year: year.length === 2 ? ofTwoDigits(Number(year)) : Number(year),
      month: /^\d/.test(month) ? Number(month) : monthNamed(month),
      day: Number.parseInt(day, 10),
      hour,
      minute: Number(minute),
      second: Number(second),
      fraction,
      offset,
    },
    local,
  );
}

function hourOf({ hour = '0', half }: Found): number {
  if (half === undefined) return Number(hour);
  return (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

/** 69 to 99 are of the last century, as POSIX has it. */
function ofTwoDigits(year: number): number {
  return year + (year < 69 ? 2000 : 1900);
}

function monthNamed(name: string): number {
  return MONTHS.findIndex((month) => month.startsWith(name.toLowerCase())) + 1;
}
