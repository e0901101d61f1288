// What the headers of an answer say about time: how long to wait, and whether a rate limit is used up.

export type Headers = Readonly<Record<string, string>>;

const RESETS = ['ratelimit-reset', 'x-ratelimit-reset', 'x-rate-limit-reset'];
const REMAININGS = ['ratelimit-remaining', 'x-ratelimit-remaining', 'x-rate-limit-remaining'];

// As a count of seconds these would be 31 years, as milliseconds 11 days after 1970: they are times, not waits.
const EPOCH_SECONDS = 1e9;
const EPOCH_MILLISECONDS = 1e12;
const EPOCH_END = 1e14;

/** The API's own names, as the pipeline gives them. */
export interface LimitNames {
  readonly wait?: string | undefined;
  readonly reset?: string | undefined;
  readonly remaining?: string | undefined;
}

function named(headers: Headers, name: string | undefined): string | undefined {
  return name === undefined ? undefined : headers[name.toLowerCase()];
}

/** @returns seconds that the server asks to be waited, or undefined when it says nothing sane */
export function waitAsked(headers: Headers, names: LimitNames, now = Date.now()): number | undefined {
  const own = parseWait(named(headers, names.wait), now);
  if (own !== undefined) return own;
  const milliseconds = headers['retry-after-ms']?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(milliseconds)) return Number(milliseconds) / 1000;
  return parseWait(headers['retry-after'], now);
}

/** @returns seconds until the rate limit starts anew, or undefined when no header tells */
export function limitReset(headers: Headers, names: LimitNames, now = Date.now()): number | undefined {
  const own = parseWait(named(headers, names.reset), now);
  if (own !== undefined) return own;
  for (const name of RESETS) {
    const wait = parseWait(headers[name], now);
    if (wait !== undefined) return wait;
  }
  return parseWait(limitField(headers, ['t', 'reset']), now);
}

/** Whether a header says that no request is left. */
export function isLimitUsedUp(headers: Headers, names: LimitNames): boolean {
  const own = named(headers, names.remaining);
  const said = own ?? REMAININGS.map((name) => headers[name]).find((value) => value !== undefined);
  return /^0+(\.0*)?$/.test((said ?? limitField(headers, ['r', 'remaining']) ?? '').trim());
}

/** Seconds, a date (RFC 9110 or ISO 8601), or an epoch in seconds or milliseconds. */
export function parseWait(header: string | undefined, now = Date.now()): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return untilEpoch(Number(value), now);
  // A date has letters or is ISO's; what Date.parse makes of other texts ("-5" is a year to it) is no wait.
  if (!/^(?:[A-Za-z]{3,9},? |\d{4}-\d\d-\d\d[T ])/.test(value)) return undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

function untilEpoch(value: number, now: number): number {
  if (value < EPOCH_SECONDS || value >= EPOCH_END) return value;
  const epoch = value >= EPOCH_MILLISECONDS ? value : value * 1000;
  return Math.max(0, (epoch - now) / 1000);
}

// `RateLimit: limit=100, remaining=0, reset=50`, in later drafts `RateLimit: "default";r=0;t=50`.
function limitField(headers: Headers, names: readonly string[]): string | undefined {
  const field = new RegExp(`(?:^|[\\s,;])(?:${names.join('|')})\\s*=\\s*"?([\\d.]+)`, 'i');
  return field.exec(headers.ratelimit ?? '')?.[1];
}
