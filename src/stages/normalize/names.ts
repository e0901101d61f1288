// The names of fields that no column declares.
import type { Column } from '../../config/columns.ts';
import type { JsonRecord } from '../../core/batch.ts';
import { ContractError } from '../../core/errors.ts';
import { setOwn } from '../../core/path.ts';

/** @throws ContractError where two fields of a record would share a name */
export type Place = (field: string, value: unknown, result: JsonRecord) => void;

const OTHER = '_other';

/** Puts undeclared fields behind the columns; one whose name a column of other origin has gets a name beside it. */
export function placing(
  declared: readonly Column[],
  rename: ((name: string) => string) | undefined,
  warn: (message: string) => void,
): Place {
  const columns = new Map(declared.map((column) => [column.name, column]));
  const said = new Set<string>();
  return (field, value, result) => {
    const own = rename?.(field) ?? field;
    const column = columns.get(own);
    const name = column === undefined ? own : `${own}${OTHER}`;
    if (columns.has(name) || Object.hasOwn(result, name)) throw collision(field, name);
    setOwn(result, name, value);
    if (column === undefined || said.has(name)) return;
    said.add(name);
    const what =
      column.from === field || column.from.startsWith(`${field}.`)
        ? `the rest of "${field}"`
        : `field "${field}"`;
    warn(`${what} is kept as "${name}": the column "${own}" comes from "${column.from}"`);
  };
}

export function collision(field: string, name: string): ContractError {
  return new ContractError(`field "${field}" collides with another that is named "${name}" too`, {
    hint: 'declare a column with another name for it, `from` the field',
  });
}

/** @throws ContractError where two fields would share a name */
export function renamed(record: JsonRecord, rename: (name: string) => string): JsonRecord {
  const result: JsonRecord = {};
  for (const key of Object.keys(record)) {
    const name = rename(key);
    if (Object.hasOwn(result, name)) throw collision(key, name);
    setOwn(result, name, record[key]);
  }
  return result;
}

// APIs use a bounded set of names, but hostile ones need not.
const MOST_REMEMBERED = 10_000;

export function remembered(rename: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const hit = known.get(name);
    if (hit !== undefined) return hit;
    const fresh = rename(name);
    if (known.size < MOST_REMEMBERED) known.set(name, fresh);
    return fresh;
  };
}
