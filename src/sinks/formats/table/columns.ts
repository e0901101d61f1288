// What CSV and Parquet share: a fixed list of columns, and one for everything that fits in none of them.
import type { ColumnType } from '../../../columns/contract.ts';
import { columnType } from '../../../columns/index.ts';
import { typeOf } from '../../../columns/nested/index.ts';
import { type StoredColumn, shapeOf, storedColumn } from '../../../columns/stored.ts';
import type { SchemaPlan } from '../../../config/pipeline.ts';

/** The column that keeps, as JSON text, what no other column can. */
export const EXTRA = '_extra';

export type TableColumn = StoredColumn;

export type FileColumn = TableColumn | { readonly name: typeof EXTRA; readonly type: 'extra' };

const extra: FileColumn = { name: EXTRA, type: 'extra' };

export function withExtra(columns: readonly FileColumn[]): FileColumn[] {
  return [...columns, extra];
}

/** The declared columns, then those that only the earlier snapshot has, then `_extra` where fields may be undeclared. */
export function declaredColumns(resource: SchemaPlan, earlier: readonly TableColumn[]): FileColumn[] {
  const all = union((resource.columns ?? []).map(storedColumn), earlier);
  return resource.schema_contract.columns === 'evolve' ? withExtra(all) : all;
}

/** Inferred columns behind those of the earlier snapshot; `_extra` is always there. */
export function inferredColumns(
  inferred: readonly TableColumn[],
  earlier: readonly TableColumn[],
): FileColumn[] {
  return withExtra(union(earlier, inferred));
}

function union(first: readonly TableColumn[], second: readonly TableColumn[]): TableColumn[] {
  const names = new Set(first.map((column) => column.name));
  return [...first, ...second.filter((column) => !names.has(column.name))];
}

/** The type of a file's column with what is in it; `_extra` takes what is no good JSON to every reader, so it is text. */
export function typeOfColumn(column: FileColumn): ColumnType {
  return column.type === 'extra' ? columnType('text') : typeOf(shapeOf(column));
}

/** Columns that many readers, databases among them, take for one. */
export function alikeColumns(columns: readonly TableColumn[]): string[] {
  const names = new Map<string, string>();
  return columns.flatMap(({ name }) => {
    const folded = name.toLowerCase();
    const other = names.get(folded);
    names.set(folded, name);
    if (other === undefined) return [];
    return [
      `columns "${other}" and "${name}" differ in letter case alone, which many readers take for one column`,
    ];
  });
}

/** The columns without `_extra`. */
export function typedColumns(columns: readonly FileColumn[]): TableColumn[] {
  return columns.flatMap((column) => (column.type === 'extra' ? [] : [column]));
}
