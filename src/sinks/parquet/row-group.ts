// Records to columns: the arrays of one row group, filled without parquetjs-lite's own record shredder.
import type { JsonRecord } from '../../core/batch.ts';
import { ContractError } from '../../core/errors.ts';
import { toJsonText } from '../../core/json.ts';
import { setOwn } from '../../core/path.ts';
import { show } from '../../core/text.ts';
import { EXTRA, type FileColumn, typedColumns } from '../table/columns.ts';
import { type Layout, layoutOf } from './column.ts';

/** What parquetjs-lite's page encoder reads of a column. */
export interface ColumnData {
  readonly values: unknown[];
  /** 1 for a value, 0 for null. */
  readonly dlevels: number[];
  readonly rlevels: number[];
  readonly distinct_values: Set<unknown>;
  count: number;
}

interface OpenColumn {
  readonly name: string;
  readonly layout: Layout;
  readonly data: ColumnData;
}

export class RowGroup {
  readonly #columns: readonly OpenColumn[];
  readonly #names: ReadonlySet<string>;
  readonly #extra: ColumnData | undefined;
  rows = 0;
  bytes = 0;

  constructor(columns: readonly FileColumn[]) {
    const typed = typedColumns(columns);
    this.#columns = typed.map(({ name, type }) => ({ name, layout: layoutOf(type), data: emptyColumn() }));
    this.#names = new Set(typed.map((column) => column.name));
    this.#extra = typed.length < columns.length ? emptyColumn() : undefined;
  }

  /** @throws ContractError when a value fits no column and the contract leaves no `_extra` */
  add(record: JsonRecord): void {
    let misfits: JsonRecord | undefined;
    let matched = 0;
    for (const { name, layout, data } of this.#columns) {
      const isThere = Object.hasOwn(record, name);
      if (isThere) matched += 1;
      const value = isThere ? record[name] : null;
      data.count += 1;
      if (value === null || value === undefined) {
        data.dlevels.push(0);
        continue;
      }
      const primitive = layout.toPrimitive(value);
      if (primitive === undefined) {
        misfits ??= {};
        setOwn(misfits, name, value);
        data.dlevels.push(0);
        continue;
      }
      data.dlevels.push(1);
      data.values.push(primitive);
      this.bytes += layout.size(primitive);
    }
    this.rows += 1;
    this.#keepRest(record, matched, misfits);
  }

  /** The columns by name, as parquetjs-lite wants them. */
  columnData(): Record<string, ColumnData> {
    const data = this.#columns.map(({ name, data }): [string, ColumnData] => [name, data]);
    if (this.#extra !== undefined) data.push([EXTRA, this.#extra]);
    return Object.fromEntries(data);
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
    this.#extra.count += 1;
    this.#extra.dlevels.push(rest === undefined ? 0 : 1);
    if (rest === undefined) return;
    const text = toJsonText(rest);
    this.#extra.values.push(text);
    this.bytes += text.length + 4;
  }
}

function emptyColumn(): ColumnData {
  return { values: [], dlevels: [], rlevels: [], distinct_values: new Set(), count: 0 };
}

function noPlace(rest: JsonRecord): ContractError {
  const [field, value] = Object.entries(rest)[0] ?? ['', undefined];
  return new ContractError(`column "${field}": Parquet cannot hold ${show(value)}`, {
    hint: 'with schema_contract columns: evolve such values are kept in the column _extra',
  });
}
