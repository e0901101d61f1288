// dlt's columns: a list of them, hints without a type, precisions of a database.
import { own, setOwn } from '../core/path.ts';
import { type DltReport, dropNulls, isRaw, type Path, type Raw } from './dlt-report.ts';

/** Types of dlt by other names, and those that penstock has not. */
export const DLT_TYPES: Readonly<Record<string, string>> = { complex: 'json' };
export const WEI = 'write text, which keeps every digit, or decimal, which has 38';

const OF_A_DATABASE = 'a size of a database’s column';
const UNTYPED = 'a column without data_type is not checked';
/** What a column may say that the resource says, too. */
const HINTS = ['primary_key', 'merge_key', 'hard_delete', 'dedup_sort'];

/**
 * Brings `columns` to an object by name, and each column to what penstock knows.
 * @param sift takes the words out of a column that are dlt's alone
 */
export function readColumns(
  resource: Raw,
  path: Path,
  report: DltReport,
  sift: (column: Raw, path: Path) => void,
): void {
  const written = own(resource, 'columns');
  if (Array.isArray(written) && written.every(isRaw)) resource.columns = byName(written);
  const { columns } = resource;
  if (!isRaw(columns)) return;
  for (const [name, column] of Object.entries(columns)) {
    if (!isRaw(column)) continue;
    const at = [...path, 'columns', name];
    sift(column, at);
    dropNulls(column);
    if (column.name === name) delete column.name;
    readType(column, at, report);
    if (column.data_type !== undefined || 'from' in column) continue;
    hoistKeys(resource, name, column);
    hoistHints(resource, name, column, at, report);
    for (const key of ['nullable', 'description']) {
      if (column[key] !== undefined && column[key] !== true) report.leaveOut(UNTYPED, [...at, key]);
    }
    // A word that nobody knows is for the schema to refuse.
    const isBare = Object.keys(column).every((key) => ['nullable', 'description', ...HINTS].includes(key));
    if (isBare) delete columns[name];
  }
  if (Object.keys(columns).length === 0) delete resource.columns;
}

function readType(column: Raw, at: Path, report: DltReport): void {
  const { data_type: type } = column;
  if (type === 'wei') {
    report.refuse(WEI, [...at, 'data_type'], 'wei');
    column.data_type = 'text';
  }
  const ours = typeof type === 'string' ? own(DLT_TYPES, type) : undefined;
  if (ours !== undefined) column.data_type = ours;
  if (typeof column.timezone === 'boolean') {
    if (!column.timezone) report.leaveOut('moments are written in UTC', [...at, 'timezone']);
    delete column.timezone;
  }
  if (type === 'decimal' || column.precision === undefined) return;
  report.leaveOut(OF_A_DATABASE, [...at, 'precision']);
  delete column.precision;
}

/** The keys of a column that is no declared one are said by the resource. */
function hoistKeys(resource: Raw, name: string, column: Raw): void {
  for (const hint of ['primary_key', 'merge_key']) {
    if (column[hint] !== true) continue;
    const said = own(resource, hint) ?? [];
    const names = Array.isArray(said) ? said : [said];
    resource[hint] = names.includes(name) ? names : [...names, name];
  }
}

function hoistHints(resource: Raw, name: string, column: Raw, at: Path, report: DltReport): void {
  const { hard_delete: deletes, dedup_sort: order } = column;
  const hints = { hard_delete: deletes === true ? name : undefined, dedup_sort: order && { [name]: order } };
  for (const [hint, said] of Object.entries(hints)) {
    if (said === undefined) continue;
    if (own(resource, hint) === undefined) resource[hint] = said;
    else report.refuse('merge goes by one such column', [...at, hint]);
  }
}

function byName(columns: readonly Raw[]): Raw {
  const result: Raw = {};
  for (const { name, ...column } of columns) setOwn(result, String(name), column);
  return result;
}
