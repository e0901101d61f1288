// Moments in ISO 8601, as APIs write them, and in the `/Date(…)/` of older .NET services.
import { commonTimestamp } from './common-timestamp.ts';
import { INVALID } from './contract.ts';
import { type LocalZone, type Moment, offsetMinutes, ofMicroseconds, toUtc } from './utc.ts';

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-]\d\d(?::?\d\d)?)?)?$/;
// The offset says where it was written; the milliseconds are UTC.
const DOTNET = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;

export function isoMoment(value: string, local: LocalZone | undefined): Moment {
  const common = commonTimestamp(value);
  if (common !== undefined) return common;
  const match = ISO.exec(value.trim());
  if (match === null) return dotnetMoment(value.trim());
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = '', zone] = match;
  const offset = zone === undefined ? undefined : offsetMinutes(zone);
  if (zone !== undefined && offset === undefined) return INVALID;
  return toUtc(
    {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
      fraction,
      offset,
    },
    local,
  );
}

function dotnetMoment(value: string): Moment {
  const milliseconds = DOTNET.exec(value)?.[1];
  return milliseconds === undefined ? INVALID : ofMicroseconds(BigInt(milliseconds) * 1000n);
}
