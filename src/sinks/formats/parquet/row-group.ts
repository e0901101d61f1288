// Records to columns: the arrays of one row group, in the primitives of the writer that will encode them.
import { columnType } from '../../../columns/index.ts';
import type { ParquetLayout } from '../../../columns/parquet-layout.ts';
import type { JsonRecord } from '../../../core/batch.ts';
import { ContractError } from '../../../core/errors.ts';
import { toJsonText } from '../../../core/json.ts';
import { setOwn } from '../../../core/path.ts';
import { show } from '../../../core/text.ts';
import { EXTRA, type FileColumn, typedColumns } from '../table/columns.ts';

/** One column of a row group: a primitive for each row, null where there is none. */
export interface ColumnValues {
  readonly name: string;
  readonly values: unknown[];
}

interface OpenColumn extends ColumnValues {
  readonly layout: ParquetLayout;
}

export class RowGroup {
  readonly #columns: readonly OpenColumn[];
  readonly #names: ReadonlySet<string>;
  readonly #extra: ColumnValues | undefined;
  rows = 0;
  bytes = 0;

  constructor(columns: readonly FileColumn[]) {
    const typed = typedColumns(columns);
    this.#columns = typed.map((column) => ({
      name: column.name,
      layout: columnType(column.type).parquet(column),
      values: [],
    }));
    this.#names = new Set(typed.map((column) => column.name));
    this.#extra = typed.length < columns.length ? { name: EXTRA, values: [] } : undefined;
  }

  /** @throws ContractError when a value fits no column and the contract leaves no `_extra` */
  add(record: JsonRecord): void {
    let misfits: JsonRecord | undefined;
    let matched = 0;
    for (const { name, layout, values } of this.#columns) {
      const isThere = Object.hasOwn(record, name);
      if (isThere) matched += 1;
      const value = isThere ? record[name] : null;
      const primitive = value === null || value === undefined ? null : layout.toPrimitive(value);
      if (primitive === undefined) {
        misfits ??= {};
        setOwn(misfits, name, value);
      }
      values.push(primitive ?? null);
      if (primitive !== null && primitive !== undefined) this.bytes += layout.size(primitive);
    }
    this.rows += 1;
    this.#keepRest(record, matched, misfits);
  }

  columns(): ColumnValues[] {
    return this.#extra === undefined ? [...this.#columns] : [...this.#columns, this.#extra];
  }

  #keepRest(record: JsonRecord, matched: number, misfits: JsonRecord | undefined): void {
    let rest = misfits;
    const keys = Object.keys(record);
    if (keys.length > matched) {
      for (const key of keys) {
        if (this.#names.has(key)) continue;
        rest ??= {};
        setOwn(rest, key, record[key]);
      }
    }
    if (this.#extra === undefined) {
      if (rest !== undefined) throw noPlace(rest);
      return;
    }
    const text = rest === undefined ? null : toJsonText(rest);
    this.#extra.values.push(text);
    this.bytes += text?.length ?? 0;
  }
}

function noPlace(rest: JsonRecord): ContractError {
  const [field, value] = Object.entries(rest)[0] ?? ['', undefined];
  return new ContractError(`column "${field}": Parquet cannot hold ${show(value)}`, {
    hint: 'with schema_contract columns: evolve such values are kept in the column _extra',
  });
}
