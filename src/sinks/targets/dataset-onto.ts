// The files of a resource in an export directory: with the columns of the snapshot that they stand on.
import { shapeOf } from '../../columns/stored.ts';
import type { Column } from '../../config/columns.ts';
import { VANISHED_AT } from '../../config/merge-rules.ts';
import type { ResourcePlan } from '../../config/pipeline.ts';
import type { ManifestEntry } from '../files/manifest.ts';
import type { Dataset } from '../formats/contract.ts';
import type { FileOptions } from './target.ts';

type Facts = Pick<
  ManifestEntry,
  'table_name' | 'write_disposition' | 'primary_key' | 'naming' | 'max_table_nesting' | 'columns' | 'extra'
>;

export interface DatasetOnto extends Dataset {
  /** What the manifest says of the files, so that a later run can tell whether it can stand on them. */
  facts(): Facts;
}

/**
 * `append` keeps the columns as they are, and everything new goes to `_extra`: a reader of all files finds one schema.
 * `merge` adds the columns of this run to those of the snapshot.
 * @param written columns of the files that an interrupted run has left
 */
export async function datasetOnto(
  resource: ResourcePlan,
  before: ManifestEntry | undefined,
  { format, formatOptions }: FileOptions,
  written?: ManifestEntry['columns'],
): Promise<DatasetOnto> {
  const { name, table_name, write_disposition, primary_key, naming, schema_contract } = resource;
  const known = write_disposition === 'replace' ? undefined : withMark(resource, before);
  const kept = write_disposition === 'append' ? known : undefined;
  const hasExtra =
    kept === undefined || before?.extra === undefined
      ? resource.columns === undefined || schema_contract.columns === 'evolve'
      : before.extra;
  const schema =
    kept === undefined
      ? resource
      : {
          name,
          columns: kept.map(
            (column): Column => ({
              ...shapeOf(column),
              name: column.name,
              from: column.name,
              nullable: true,
            }),
          ),
          schema_contract: {
            ...schema_contract,
            columns: hasExtra ? ('evolve' as const) : ('freeze' as const),
          },
        };
  const dataset = await format.open(schema, {
    ...formatOptions,
    earlier: kept === undefined ? (known ?? []) : [],
    written,
  });
  const from = new Map((known ?? []).map((column) => [column.name, column.from]));
  if (kept === undefined) for (const column of resource.columns ?? []) from.set(column.name, column.from);

  return {
    next: () => dataset.next(),
    columns: () => dataset.columns(),
    facts() {
      const columns = dataset.columns()?.map((column) => {
        const origin = from.get(column.name);
        return origin === undefined ? column : { ...column, from: origin };
      });
      const shape = columns === undefined ? {} : { columns, extra: hasExtra };
      const table = table_name === name ? {} : { table_name };
      const nesting = resource.max_table_nesting;
      const levels = nesting === 0 ? {} : { max_table_nesting: nesting };
      return { ...table, write_disposition, primary_key: [...primary_key], naming, ...levels, ...shape };
    },
  };
}

/** The mark of vanished records is a column that no API gives: it stands among those of the snapshot. */
function withMark(
  { write_disposition, vanished }: ResourcePlan,
  before: ManifestEntry | undefined,
): ManifestEntry['columns'] {
  const known = before?.columns;
  if (before === undefined || write_disposition !== 'merge' || vanished !== 'mark') return known;
  if (known?.some(({ name }) => name === VANISHED_AT)) return known;
  return [...(known ?? []), { name: VANISHED_AT, type: 'timestamp' }];
}
