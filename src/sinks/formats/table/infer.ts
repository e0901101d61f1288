// Columns from the first records, for resources that declare none.
import type { DataType } from '../../../columns/index.ts';
import { widen } from '../../../columns/infer.ts';
import type { JsonRecord } from '../../../core/batch.ts';
import { EXTRA, type TableColumn } from './columns.ts';

/** So many records are held back and looked at; what later ones bring beyond their columns goes to `_extra`. */
export const INFERRED_FROM = 1000;

/** Columns in order of appearance. */
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
