// A moment in the spelling of a pattern such as `DD.MM.YYYY HH:mm`; what pattern.ts reads.
import { LEXER, MONTHS, WEEKDAYS } from './pattern.ts';

const two = (value: number) => String(value).padStart(2, '0');
const named = (name: string, length?: number) => {
  const word = name.slice(0, length);
  return word.charAt(0).toUpperCase() + word.slice(1);
};

const WRITERS: Readonly<Record<string, (date: Date) => string>> = {
  YYYY: (date) => String(date.getUTCFullYear()).padStart(4, '0'),
  YY: (date) => two(date.getUTCFullYear() % 100),
  MMMM: (date) => named(MONTHS[date.getUTCMonth()] ?? ''),
  MMM: (date) => named(MONTHS[date.getUTCMonth()] ?? '', 3),
  MM: (date) => two(date.getUTCMonth() + 1),
  M: (date) => String(date.getUTCMonth() + 1),
  Do: (date) => ordinal(date.getUTCDate()),
  DD: (date) => two(date.getUTCDate()),
  D: (date) => String(date.getUTCDate()),
  dddd: (date) => named(WEEKDAYS[date.getUTCDay()] ?? ''),
  ddd: (date) => named(WEEKDAYS[date.getUTCDay()] ?? '', 3),
  HH: (date) => two(date.getUTCHours()),
  H: (date) => String(date.getUTCHours()),
  hh: (date) => two(date.getUTCHours() % 12 || 12),
  h: (date) => String(date.getUTCHours() % 12 || 12),
  mm: (date) => two(date.getUTCMinutes()),
  m: (date) => String(date.getUTCMinutes()),
  ss: (date) => two(date.getUTCSeconds()),
  s: (date) => String(date.getUTCSeconds()),
  A: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
  a: (date) => (date.getUTCHours() < 12 ? 'am' : 'pm'),
  ZZ: () => '+0000',
  Z: () => '+00:00',
  z: () => 'Z',
};

/**
 * @param moment in UTC, in the one spelling: `2024-05-06T07:08:09.000Z`
 * @returns the moment as the pattern has it; what the pattern has no place for is cut
 */
export function writePattern(pattern: string, moment: string): string {
  const date = new Date(moment);
  const decimals = moment.slice(20, -1).padEnd(9, '0');
  return [...pattern.matchAll(LEXER)]
    .map(([, words, name = '', fraction, other = '']) => {
      if (fraction !== undefined) return decimals.slice(0, fraction.length);
      return words ?? WRITERS[name]?.(date) ?? other;
    })
    .join('');
}

function ordinal(day: number): string {
  const isTeen = day >= 11 && day <= 13;
  return `${day}${isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')}`;
}
