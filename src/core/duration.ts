// Durations of ISO 8601, `P30D`, `P1M`, `PT6H`: months are of the calendar, all else is a length of time.

export interface Duration {
  readonly months: number;
  readonly seconds: number;
}

const SHAPE = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** @returns undefined for a text that is none, or that lasts no time at all */
export function parseDuration(text: string): Duration | undefined {
  const match = SHAPE.exec(text);
  if (match === null) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const duration = {
    months: years * 12 + months,
    seconds: (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds,
  };
  return duration.months + duration.seconds > 0 ? duration : undefined;
}

const SHORT = /^(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s)?$/;

/** `25m`, `1h30m`, `90s`, or ISO 8601 without months, in seconds; undefined for what is none. */
export function secondsOf(text: string): number | undefined {
  const iso = parseDuration(text);
  if (iso !== undefined) return iso.months === 0 ? iso.seconds : undefined;
  const [hours = 0, minutes = 0, seconds = 0] = (SHORT.exec(text) ?? [])
    .slice(1)
    .map((part) => Number(part ?? 0));
  const all = hours * 3600 + minutes * 60 + seconds;
  return all > 0 ? all : undefined;
}

/**
 * The moment so many durations after another, in milliseconds since 1970. A day that a month lacks is its last one.
 * @param times counted from the start, so that 31 January, 28 February and 31 March follow each other
 */
export function addDuration(from: number, { months, seconds }: Duration, times: number): number {
  const date = new Date(from);
  if (months > 0) {
    const day = date.getUTCDate();
    date.setUTCDate(1);
    date.setUTCMonth(date.getUTCMonth() + months * times);
    const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    date.setUTCDate(Math.min(day, last));
  }
  return date.getTime() + seconds * 1000 * times;
}
