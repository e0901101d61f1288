// How a normalized value enters a Parquet column: the primitives that both writers take.

export interface Layout {
  /** The primitive that the writer takes; undefined when the column cannot hold the value. */
  toPrimitive(value: unknown): unknown;
  /** About how many bytes a primitive takes. */
  size(primitive: unknown): number;
}

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

export const fixed = (bytes: number) => () => bytes;
export const textSize = (primitive: unknown) => (primitive as string).length + 4;
export const bytesSize = (primitive: unknown) => (primitive as Uint8Array).length + 4;

export const only = (type: 'number' | 'boolean') => (value: unknown) =>
  typeof value === type ? value : undefined;

// A lone surrogate has no UTF-8; writing it anyway would store a replacement character.
export function utf8(value: unknown): string | undefined {
  return typeof value === 'string' && value.isWellFormed() ? value : undefined;
}

export function bytes(value: unknown): Buffer | undefined {
  return typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;
}

export function int64(value: unknown): number | bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'bigint' && value >= INT64_MIN && value <= INT64_MAX ? value : undefined;
}

/** From the normalizer's canonical text, `2024-05-06T07:08:09.000Z` or with six decimals. */
export function microseconds(value: unknown): number | bigint | undefined {
  if (typeof value !== 'string') return undefined;
  const milliseconds = Date.parse(value);
  if (Number.isNaN(milliseconds)) return undefined;
  const fraction = value.length > 24 ? Number(value.slice(23, 26)) : 0;
  const micros = milliseconds * 1000 + fraction;
  return Number.isSafeInteger(micros) ? micros : BigInt(milliseconds) * 1000n + BigInt(fraction);
}

export function days(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const milliseconds = Date.parse(`${value}T00:00:00.000Z`);
  return Number.isNaN(milliseconds) ? undefined : Math.round(milliseconds / 86_400_000);
}

/** From `07:08:09.5`. */
export function microsecondsOfDay(value: unknown): bigint | undefined {
  const match = typeof value === 'string' ? /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/.exec(value) : null;
  if (match === null) return undefined;
  const [, hour = 0, minute = 0, second = 0, fraction = ''] = match;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  return BigInt(seconds * 1_000_000 + Number(fraction.padEnd(6, '0')));
}

/** A decimal's digits as one integer, from the normalizer's canonical text. */
export function unscaled(value: unknown, scale: number): bigint | undefined {
  const match = typeof value === 'string' ? /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) : null;
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  return fraction.length > scale ? undefined : BigInt(`${sign}${whole}${fraction.padEnd(scale, '0')}`);
}
