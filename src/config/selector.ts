// Where the records are in a body, compiled once.
import { compilePath, compileQuery, faultOfPath, parsePath } from '../core/path.ts';

/** The records of a body, or undefined when a name that the selector asks for is missing. */
export type Select = (body: unknown) => readonly unknown[] | undefined;

/** What null in the place of the records stands for: none, and no list either. */
export const NO_RECORDS: readonly unknown[] = [];

/**
 * Compiles a data selector.
 * @throws SyntaxError when it is no path
 */
export function compileSelector(written: string): Select {
  const fault = faultOfPath(written);
  if (fault !== undefined) throw new SyntaxError(fault);
  // `data[*]` is the list at `data`: only what names one place goes without the slower JSONPath.
  const plain = written.replace(/(?<!^\$?)\[\*\]$/, '');
  if (parsePath(plain) !== undefined) {
    const get = compilePath(plain);
    return (body) => {
      const found = get(body);
      return found === undefined ? undefined : asRecords(found);
    };
  }
  const { find, picksEntries } = compileQuery(written);
  return (body) => {
    const { values, isThere } = find(body);
    if (!isThere) return undefined;
    // `groups[*].items` gives the records of all lists, be there one group or many.
    return picksEntries ? values : values.flatMap(asRecords);
  };
}

/** One object is one record; null is none. */
function asRecords(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === null ? NO_RECORDS : [value];
}
