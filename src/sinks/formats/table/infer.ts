// Columns from the first records, for resources that declare none.
import type { DataType } from '../../../columns/index.ts';
import type { JsonRecord } from '../../../core/batch.ts';
import { EXTRA, type TableColumn } from './columns.ts';

/** So many records are held back and looked at; what later ones bring beyond their columns goes to `_extra`. */
export const INFERRED_FROM = 1000;

/** Columns in order of appearance. No text is taken for a number or a date: what came as text stays text. */
export function inferColumns(records: readonly JsonRecord[]): TableColumn[] {
  const types = new Map<string, DataType | undefined>();
  for (const record of records) {
    for (const key of Object.keys(record)) types.set(key, widen(types.get(key), record[key]));
  }
  // Writers keep columns in plain objects, where the first name would be lost; both stay in `_extra`.
  types.delete('__proto__');
  types.delete(EXTRA);
  return [...types].map(([name, type]) => ({ name, type: type ?? 'json' }));
}

function widen(known: DataType | undefined, value: unknown): DataType | undefined {
  if (value === null || value === undefined) return known;
  const type = typeOf(value);
  if (known === undefined || known === type) return type;
  const isNumeric = (one: DataType) => one === 'bigint' || one === 'double';
  return isNumeric(known) && isNumeric(type) ? 'double' : 'json';
}

function typeOf(value: unknown): DataType {
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'bigint';
    case 'number':
      return Number.isSafeInteger(value) ? 'bigint' : 'double';
    default:
      return 'json';
  }
}
