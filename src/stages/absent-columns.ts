// Declared columns that no record of a run had a field for: most often a name that is written otherwise.
import { snakeCase } from '../columns/naming.ts';
import type { Column } from '../config/columns.ts';
import type { JsonRecord } from '../core/batch.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import { counted, excerpt } from '../core/text.ts';

const MOST_NAMED = 20;

export interface AbsentColumns {
  /** Costs next to nothing once every column has been seen. */
  look(records: readonly JsonRecord[]): void;
  /** What to say when all records have passed, a text for each column. */
  warnings(): string[];
}

/** @param has tells whether a record has a field for the column of that number */
export function absentColumns(
  columns: readonly Column[],
  has: (record: JsonRecord, column: number) => boolean,
): AbsentColumns {
  let absent = columns.map((_, i) => i);
  const fields = new Set<string>();
  let count = 0;
  return {
    look(records) {
      count += records.length;
      if (absent.length === 0) return;
      absent = absent.filter((i) => !records.some((record) => has(record, i)));
      for (const record of records.slice(0, MOST_NAMED)) {
        for (const key of Object.keys(record)) if (fields.size < MOST_NAMED) fields.add(key);
      }
    },
    warnings() {
      if (count === 0) return [];
      return absent.map((i) => {
        const { name = '', from = '' } = columns[i] ?? {};
        const field = from === name ? '' : ` from "${from}"`;
        const alike = [...fields].find((one) => snakeCase(one) === snakeCase(from));
        const hint = alike === undefined ? didYouMean(from, [...fields]) : ` (did you mean "${alike}"?)`;
        const has = excerpt([...fields].join(', '), 400);
        return `column "${name}"${field} is null in all of ${counted(count, 'record')}, which have ${has}${hint}`;
      });
    },
  };
}
