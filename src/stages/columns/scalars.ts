// text, double, bigint, bool, binary, json.
import { type Coerce, INVALID } from './coerce.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INTEGER = /^([+-]?\d+)(?:\.0+)?$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

export const text: Coerce = (value) => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : INVALID;
  return typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : INVALID;
};

export const double: Coerce = (value) => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : INVALID;
  if (typeof value === 'bigint') return finite(Number(value));
  if (typeof value !== 'string') return INVALID;
  const trimmed = value.trim();
  return NUMBER.test(trimmed) ? finite(Number(trimmed)) : INVALID;
};

function finite(value: number): unknown {
  return Number.isFinite(value) ? value : INVALID;
}

/** A number where it is exact as one, else a BigInt. */
export const bigint: Coerce = (value) => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : INVALID;
  if (typeof value === 'bigint') return inRange(value);
  if (typeof value !== 'string') return INVALID;
  const digits = INTEGER.exec(value.trim())?.[1];
  if (digits === undefined) return INVALID;
  const asNumber = Number(digits);
  return Number.isSafeInteger(asNumber) ? asNumber + 0 : inRange(BigInt(digits.replace('+', '')));
};

function inRange(value: bigint): unknown {
  if (value < INT64_MIN || value > INT64_MAX) return INVALID;
  const asNumber = Number(value);
  return Number.isSafeInteger(asNumber) ? asNumber : value;
}

const TRUE = new Set(['true', 'y', 'yes', 't', '1']);
const FALSE = new Set(['false', 'n', 'no', 'f', '0']);

export const bool: Coerce = (value) => {
  if (typeof value === 'boolean') return value;
  if (value === 1) return true;
  if (value === 0) return false;
  if (typeof value !== 'string') return INVALID;
  const word = value.trim().toLowerCase();
  if (TRUE.has(word)) return true;
  return FALSE.has(word) ? false : INVALID;
};

/** Base64 text, as JSON carries bytes. */
export const binary: Coerce = (value) => (typeof value === 'string' && BASE64.test(value) ? value : INVALID);

export const json: Coerce = (value) => value;
