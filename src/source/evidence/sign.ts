// What an answer says about further pages, found by known names in known places.

/** A sign that there is more than this page. */
export interface Sign {
  readonly kind: 'link' | 'cursor' | 'flag' | 'partial' | 'full';
  readonly isHeader: boolean;
  /** Path in the body, or name of the header. */
  readonly place: string;
  readonly value: unknown;
  /** For messages: `"meta.next" names a next page`. */
  readonly words: string;
}

/** A count of all there is. */
export interface Total {
  readonly kind: 'records' | 'pages';
  readonly isHeader: boolean;
  readonly place: string;
  readonly count: number;
}

export interface Statement {
  readonly signs: readonly Sign[];
  readonly totals: readonly Total[];
  /** True where a flag says that this is the last page: a cursor beside it is one to come back with. */
  readonly isEndSaid: boolean;
  /** True where the place of a next page is there and empty. */
  readonly isNoNextNamed: boolean;
  /** Where a flag tells whether there is more, whatever it says. */
  readonly flagPlace?: string | undefined;
}

/** A count as APIs write it; undefined for what is none. */
export function countOf(value: unknown): number | undefined {
  if (typeof value === 'bigint') return Number(value);
  const isDigits = typeof value === 'string' && /^\d{1,15}$/.test(value.trim());
  const count = isDigits ? Number(value) : value;
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
}

/** Whether a text can only be an address, not a cursor. */
export function isAddress(value: unknown): value is string {
  return typeof value === 'string' && /^(https?:\/\/|\/|\?|[\w./~-]*\?[\w.[\]%~-]+=)/i.test(value);
}
