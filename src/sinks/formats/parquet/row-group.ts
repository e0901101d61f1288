// Records to columns: the arrays of one row group, in the primitives of the writer that will encode them.
import type { ParquetLayout } from '../../../columns/parquet-layout.ts';
import type { JsonRecord } from '../../../core/batch.ts';
import { toJsonText } from '../../../core/json.ts';
import { type FileColumn, typeOfColumn } from '../table/columns.ts';
import { refuseRest, restOf } from '../table/rest.ts';

/** One column of a row group. */
export interface ColumnValues {
  readonly name: string;
  /** A primitive for each row, null where there is none; laid out anew each time, so that one lies there at a time. */
  dense(): unknown[];
}

interface OpenColumn {
  readonly name: string;
  readonly layout: ParquetLayout;
  /** What is there, and in which rows: a sparse column takes no more than it has. */
  readonly values: unknown[];
  readonly at: number[];
}

export class RowGroup {
  readonly #columns: readonly OpenColumn[];
  readonly #byName: ReadonlyMap<string, OpenColumn>;
  readonly #extra: OpenColumn | undefined;
  rows = 0;
  bytes = 0;

  constructor(columns: readonly FileColumn[]) {
    const all = columns.map((column): OpenColumn => {
      return { name: column.name, layout: typeOfColumn(column).parquet(column), values: [], at: [] };
    });
    this.#columns = all;
    this.#extra = columns.at(-1)?.type === 'extra' ? all.at(-1) : undefined;
    const typed = all.filter((column) => column !== this.#extra);
    this.#byName = new Map(typed.map((column) => [column.name, column]));
  }

  /**
   * Looks at what the record has, not at every column: records may be wide and sparse.
   * @throws ContractError when a value fits no column and the contract leaves no `_extra`
   */
  add(record: JsonRecord): void {
    let misfits: string[] | undefined;
    let isLeftOver = false;
    for (const key of Object.keys(record)) {
      const value = record[key];
      const column = this.#byName.get(key);
      if (column === undefined) {
        isLeftOver = true;
      } else if (value !== null && value !== undefined) {
        const primitive = column.layout.toPrimitive(value);
        if (primitive === undefined) {
          misfits ??= [];
          misfits.push(key);
        } else {
          column.values.push(primitive);
          column.at.push(this.rows);
          this.bytes += column.layout.size(primitive);
        }
      }
    }
    if (isLeftOver || misfits !== undefined) this.#keepRest(record, misfits);
    this.rows += 1;
  }

  columns(): ColumnValues[] {
    return this.#columns.map((column) => ({ name: column.name, dense: () => dense(column, this.rows) }));
  }

  #keepRest(record: JsonRecord, misfits: readonly string[] | undefined): void {
    const rest = restOf(record, this.#byName, misfits);
    if (rest === undefined) return;
    if (this.#extra === undefined) refuseRest('Parquet', rest);
    const text = toJsonText(rest);
    this.#extra.values.push(text);
    this.#extra.at.push(this.rows);
    this.bytes += text.length;
  }
}

function dense({ values, at }: OpenColumn, rows: number): unknown[] {
  if (values.length === rows) return values;
  const all = new Array<unknown>(rows).fill(null);
  for (let i = 0; i < at.length; i += 1) all[at[i] ?? 0] = values[i];
  return all;
}
