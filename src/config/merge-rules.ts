// What merge goes by: its keys, which version of a record stays, what deletes; and what of it does not fit together.
import { snakeCase } from '../columns/naming.ts';
import { UNORDERED } from '../columns/ordered.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import { parsePath, pathToKey } from '../core/path.ts';
import type { Column, Contract } from './columns.ts';
import type { IncrementalPlan } from './incremental.ts';

/** The column that `vanished: mark` writes. */
export const VANISHED_AT = '_vanished_at';

export interface DedupSort {
  readonly column: string;
  /** `desc`: the highest value stays; `asc`: the lowest. */
  readonly order: 'asc' | 'desc';
}

export interface MergeKeys {
  readonly primary_key: readonly string[];
  readonly merge_key: readonly string[];
  readonly hard_delete?: string | undefined;
  readonly dedup_sort?: DedupSort | undefined;
  readonly vanished: 'keep' | 'drop' | 'mark';
  readonly write_disposition: string;
  readonly columns?: readonly Column[] | undefined;
  readonly schema_contract: Contract;
  readonly naming: 'keep' | 'snake_case';
  readonly endpoint: { readonly incremental?: IncrementalPlan | undefined };
}

/** Hints of columns are taken over by the resource; its own go first. */
export function withColumnHints<R extends Omit<MergeKeys, 'endpoint'>>(resource: R): R {
  const columns = resource.columns ?? [];
  const named = (hint: 'primary_key' | 'merge_key', own: readonly string[]) => [
    ...new Set([...own, ...columns.filter((column) => column[hint] === true).map(({ name }) => name)]),
  ];
  const [deletes] = columns.filter((column) => column.hard_delete === true);
  const [sorts] = columns.filter((column) => column.dedup_sort !== undefined);
  const sort = sorts?.dedup_sort && { column: sorts.name, order: sorts.dedup_sort };
  return {
    ...resource,
    primary_key: named('primary_key', resource.primary_key),
    merge_key: named('merge_key', resource.merge_key),
    hard_delete: resource.hard_delete ?? deletes?.name,
    dedup_sort: resource.dedup_sort ?? sort,
  };
}

/** How versions of one record compare. */
export interface VersionOrder {
  /** The declared column that holds the value. */
  readonly column: Column | undefined;
  /** Where the value is in a record that has passed normalize. */
  readonly path: string;
  readonly order: 'asc' | 'desc';
  /** How an undeclared value may be written, beside ISO 8601. */
  readonly format: string | undefined;
}

/** By what versions compare: `dedup_sort`, else the cursor; undefined where the later one counts. */
export function versionOrder(
  resource: Pick<MergeKeys, 'columns' | 'dedup_sort' | 'naming' | 'endpoint'>,
): VersionOrder | undefined {
  const { columns = [], dedup_sort: sort, naming, endpoint } = resource;
  if (sort !== undefined) {
    const column = columns.find(({ name }) => name === sort.column);
    return { column, path: pathToKey(sort.column), order: sort.order, format: undefined };
  }
  const { incremental } = endpoint;
  if (incremental === undefined || typeof incremental.last_value_func === 'function') return undefined;
  const { cursor_path: path, last_value_func: last, format } = incremental;
  const [first, ...rest] = parsePath(path) ?? [];
  const isRenamed = naming === 'snake_case' && typeof first === 'string';
  const renamed = isRenamed ? snakeCase(first) : first;
  const column =
    columns.find(({ from }) => from === path || from === pathToKey(path)) ??
    columns.find(({ name, from }) => isRenamed && from === name && rest.length === 0 && name === renamed);
  const inRecord = isRenamed ? path.replace(first, () => String(renamed)) : path;
  return {
    column,
    path: column === undefined ? inRecord : pathToKey(column.name),
    order: last === 'min' ? 'asc' : 'desc',
    format,
  };
}

/** Which of several records with one key stays. */
export type DedupeMode = 'first' | 'newest' | 'versions';

export function dedupeMode(resource: Omit<MergeKeys, 'schema_contract'>): DedupeMode {
  const { write_disposition: disposition, dedup_sort: sort, hard_delete: deletes, endpoint } = resource;
  const isIncremental = endpoint.incremental !== undefined;
  if (disposition === 'merge')
    return isIncremental || sort !== undefined || deletes !== undefined ? 'newest' : 'first';
  return disposition === 'append' && isIncremental ? 'versions' : 'first';
}

/** Whether a value of the `hard_delete` column deletes: a flag of true, or any value of a column that is no flag, as in dlt. */
export function deletesKey(value: unknown): boolean {
  return typeof value === 'boolean' ? value : value !== null && value !== undefined;
}

interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

/** What is wrong with the words of merge, each by itself. */
export function faultsOfMerge(resource: MergeKeys): Fault[] {
  const faults: Fault[] = [];
  const fault = (key: string, message: string) => void faults.push({ path: [key], message });
  const {
    primary_key: key,
    merge_key: mergeKey,
    vanished,
    hard_delete: deletes,
    dedup_sort: sort,
  } = resource;
  const isMerge = resource.write_disposition === 'merge';
  if (isMerge && key.length === 0 && mergeKey.length === 0)
    fault('write_disposition', 'merge needs a primary_key, or a merge_key');

  const asked = { merge_key: mergeKey.length > 0, hard_delete: deletes, dedup_sort: sort };
  for (const [word, value] of Object.entries({ ...asked, vanished: vanished !== 'keep' })) {
    if (value === undefined || value === false) continue;
    if (!isMerge) fault(word, `counts for write_disposition: merge, and it is ${resource.write_disposition}`);
    else if (key.length === 0 && word !== 'merge_key') fault(word, 'needs a primary_key');
  }
  faultsOfColumns(resource, fault);
  faultsOfIncrements(resource, fault);
  return faults;
}

type Report = (key: string, message: string) => void;

function faultsOfColumns(resource: MergeKeys, fault: Report): void {
  const { columns, dedup_sort: sort, merge_key: mergeKey, hard_delete: deletes, vanished } = resource;
  for (const hint of ['hard_delete', 'dedup_sort'] as const) {
    const marked = (columns ?? []).filter((column) => column[hint] !== undefined && column[hint] !== false);
    const names = new Set([
      ...marked.map(({ name }) => name),
      ...[hint === 'hard_delete' ? deletes : sort?.column].flatMap((name) => name ?? []),
    ]);
    if (names.size > 1) fault(hint, `is one column, and it is said of ${[...names].join(' and ')}`);
  }
  const sorted = columns?.find(({ name }) => name === sort?.column);
  if (sorted !== undefined && UNORDERED.includes(sorted.data_type))
    fault('dedup_sort', `its column "${sorted.name}" is ${sorted.data_type}, which has no order`);
  if (vanished === 'mark' && columns?.some(({ name }) => name === VANISHED_AT))
    fault('vanished', `mark writes the column ${VANISHED_AT}, which is declared`);
  // What no column can hold is in no record.
  if (columns === undefined || resource.schema_contract.columns === 'evolve') return;
  const names = columns.map((column) => column.name);
  const wanted = { merge_key: mergeKey, hard_delete: [deletes], dedup_sort: [sort?.column] };
  for (const [word, columnNames] of Object.entries(wanted)) {
    for (const name of columnNames) {
      if (name !== undefined && !names.includes(name))
        fault(word, `no column "${name}"${didYouMean(name, names)}`);
    }
  }
}

function faultsOfIncrements(resource: MergeKeys, fault: Report): void {
  const { incremental } = resource.endpoint;
  if (incremental === undefined || resource.write_disposition !== 'merge') return;
  if (resource.vanished !== 'keep') {
    const instead = 'say hard_delete, where the API tells of deleted records';
    fault('vanished', `an incremental run reads what changed, so the others have not vanished: ${instead}`);
  }
  const order = versionOrder(resource);
  const isHeld = order?.column !== undefined || resource.schema_contract.columns === 'evolve';
  if (order !== undefined && !isHeld) {
    const cure = 'declare a column for it, or say dedup_sort';
    fault('columns', `merge keeps the newest version by cursor_path ${incremental.cursor_path}: ${cure}`);
  }
  const [only, ...others] = resource.merge_key;
  if (only === undefined) return;
  const cursor = versionOrder({ ...resource, dedup_sort: undefined });
  const isWhole =
    others.length === 0 &&
    incremental.range_start === 'closed' &&
    cursor !== undefined &&
    (cursor.column?.name === only || isName(cursor.path, only));
  if (isWhole) return;
  const cure = `make ${incremental.cursor_path} the merge_key, or go by primary_key alone`;
  fault(
    'merge_key',
    `replaces whole groups, and an incremental run may read the newer part of one, so that the rest were lost: ${cure}`,
  );
}

function isName(path: string, name: string): boolean {
  const [first, ...rest] = parsePath(path) ?? [];
  return first === name && rest.length === 0;
}
