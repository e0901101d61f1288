// A pipeline file under way: its keys in order, with what is to be said beside them.

/** One key of the file. */
export interface Entry {
  readonly key: string;
  /** A value on one line, or the entries of an object or of the only object of a list. */
  readonly value: unknown;
  readonly entries?: readonly Entry[];
  readonly isList?: boolean;
  /** Lines above it. */
  readonly comments?: readonly string[];
  /** Words behind it. */
  readonly note?: string;
  /** True where it stands in the file as a comment, for a person to decide. */
  readonly isOff?: boolean;
}

export function entry(key: string, value: unknown, more: Omit<Entry, 'key' | 'value'> = {}): Entry {
  return { key, value, ...more };
}

/** An object of several lines. */
export function block(
  key: string,
  entries: readonly (Entry | undefined)[],
  more: Partial<Entry> = {},
): Entry {
  return { ...more, key, value: undefined, entries: entries.filter((one) => one !== undefined) };
}

/** What the entries say, as data; without what is off. */
export function dataOf(entries: readonly Entry[]): Record<string, unknown> {
  const on = entries.filter(({ isOff }) => isOff !== true);
  return Object.fromEntries(
    on.map(({ key, value, entries: inner, isList }) => {
      if (inner === undefined) return [key, value];
      return [key, isList === true ? [dataOf(inner)] : dataOf(inner)];
    }),
  );
}
