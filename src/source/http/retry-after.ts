// Reads Retry-After (RFC 9110, section 10.2.3), as it is and as it should not be.

/**
 * @returns seconds to wait, or undefined when the header says nothing sane
 */
export function parseRetryAfter(header: string | undefined, now = Date.now()): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  // A date has letters; what Date.parse makes of other texts ("-5" is a year to it) is no wait.
  if (!/^[A-Za-z]{3,9},? /.test(value)) return undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
