// The names of fields that no column declares.
import type { Put, Spread } from '../../columns/spread.ts';
import type { Column } from '../../config/columns.ts';
import type { JsonRecord } from '../../core/batch.ts';
import { ContractError } from '../../core/errors.ts';
import { setOwn } from '../../core/path.ts';

/** @throws ContractError where two fields of a record would share a name */
export type Place = (field: string, value: unknown, result: JsonRecord) => void;

const OTHER = '_other';

/** Puts undeclared fields behind the columns; one whose name a column of other origin has gets a name beside it. */
export function placing(declared: readonly Column[], spread: Spread, warn: (message: string) => void): Place {
  const columns = new Map(declared.map((column) => [column.name, column]));
  const said = new Set<string>();
  const place = (field: string, own: string, value: unknown, result: JsonRecord) => {
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
  return (field, value, result) =>
    spread(field, value, (name, one, keys) => place(keys.join('.'), name, one, result));
}

export function collision(field: string, name: string): ContractError {
  return new ContractError(`field "${field}" collides with another that is named "${name}" too`, {
    hint: 'declare a column with another name for it, `from` the field',
  });
}

/** @throws ContractError where two fields would share a name */
export function renamed(record: JsonRecord, spread: Spread): JsonRecord {
  const result: JsonRecord = {};
  const put: Put = (name, value, keys) => {
    if (Object.hasOwn(result, name)) throw collision(keys.join('.'), name);
    setOwn(result, name, value);
  };
  for (const key of Object.keys(record)) spread(key, record[key], put);
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
