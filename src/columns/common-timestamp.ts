// The timestamps that nearly every API writes, quickly: without a regular expression or a Date.

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const TWO_DIGITS = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));

const DASH = 0x2d;
const COLON = 0x3a;
const T = 0x54;
const POINT = 0x2e;
const Z = 0x5a;
const PLUS = 0x2b;

/**
 * Brings `2024-05-06T07:08:09`, with or without three decimals, with `Z` or an offset such as `+02:00`, to UTC.
 * @returns undefined for everything else, wrong or only less common
 */
export function commonTimestamp(value: string): string | undefined {
  const { length } = value;
  if (length !== 20 && length !== 24 && length !== 25 && length !== 29) return undefined;
  const isLaidOut =
    value.charCodeAt(4) === DASH &&
    value.charCodeAt(7) === DASH &&
    value.charCodeAt(10) === T &&
    value.charCodeAt(13) === COLON &&
    value.charCodeAt(16) === COLON;
  if (!isLaidOut) return undefined;
  const century = twoDigits(value, 0);
  const inCentury = twoDigits(value, 2);
  const month = twoDigits(value, 5);
  const day = twoDigits(value, 8);
  const hour = twoDigits(value, 11);
  const minute = twoDigits(value, 14);
  const second = twoDigits(value, 17);
  if (century < 0 || inCentury < 0 || !isDay(century * 100 + inCentury, month, day)) return undefined;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;

  const hasDecimals = length === 24 || length === 29;
  if (hasDecimals) {
    const isFraction =
      value.charCodeAt(19) === POINT && twoDigits(value, 20) >= 0 && twoDigits(value, 21) >= 0;
    if (!isFraction) return undefined;
  }
  if (length < 25) {
    if (value.charCodeAt(length - 1) !== Z) return undefined;
    return hasDecimals ? value : `${value.slice(0, 19)}.000Z`;
  }

  const sign = value.charCodeAt(length - 6);
  const offsetHours = twoDigits(value, length - 5);
  const offsetMinutes = twoDigits(value, length - 2);
  const isOffset =
    (sign === PLUS || sign === DASH) &&
    value.charCodeAt(length - 3) === COLON &&
    offsetHours >= 0 &&
    offsetHours <= 23 &&
    offsetMinutes >= 0 &&
    offsetMinutes <= 59;
  if (!isOffset) return undefined;
  const offset = (sign === DASH ? -1 : 1) * (offsetHours * 60 + offsetMinutes);
  const inDay = hour * 60 + minute - offset;
  // Into another day: rare enough to leave it to a Date.
  if (inDay < 0 || inDay >= 1440) return undefined;
  const clock = `${TWO_DIGITS[Math.trunc(inDay / 60)]}:${TWO_DIGITS[inDay % 60]}`;
  const decimals = hasDecimals ? value.slice(19, 23) : '.000';
  return `${value.slice(0, 11)}${clock}${value.slice(16, 19)}${decimals}Z`;
}

/** Whether the calendar has this day, from year 1 on. */
export function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= (month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0));
}

/** The number that two digits spell, or -1. */
function twoDigits(value: string, at: number): number {
  const tens = value.charCodeAt(at) - 0x30;
  const ones = value.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
