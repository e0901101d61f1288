// dlt's hints of a resource: write_disposition as an object, schema_contract with its entities.
import { own } from '../core/path.ts';
import { type DltReport, dropNulls, isRaw, type Path, type Raw } from './dlt-report.ts';

const SAME_RECORDS = 'merge keeps the later record of a key';
const HISTORY = 'merge keeps one record a key; append keeps every version';

/** What dlt can say of a disposition beside its name, and what becomes of it. */
export const DISPOSITION_WORDS: Readonly<
  Record<string, { readonly treatment: 'ignored' | 'refused'; readonly says: string }>
> = {
  deduplicated: { treatment: 'ignored', says: 'every record is looked at once anyway' },
  skip_unchanged_rows: { treatment: 'ignored', says: 'a record that comes unchanged is the same record' },
  row_version_column_name: { treatment: 'ignored', says: 'records are compared whole' },
  source_filter: { treatment: 'refused', says: 'say it as a filter of processing_steps' },
  destination_scope: {
    treatment: 'refused',
    says: 'a merge looks at the whole earlier snapshot; export each scope into a directory of its own',
  },
  validity_column_names: { treatment: 'refused', says: HISTORY },
  active_record_timestamp: { treatment: 'refused', says: HISTORY },
  boundary_timestamp: { treatment: 'refused', says: HISTORY },
};

/** The strategies that do not end with the same records as merge or replace does. */
export const STRATEGIES_REFUSED: Readonly<Record<string, string>> = {
  scd2: HISTORY,
  'insert-only': 'merge replaces the earlier record of a key by the later one',
};

/** Turns dlt's object into the name of the disposition. */
export function readDisposition(resource: Raw, path: Path, report: DltReport): void {
  const at = [...path, 'write_disposition'];
  const written = own(resource, 'write_disposition');
  const name = isRaw(written) ? written.disposition : written;
  if (name === 'skip') {
    report.refuse('say selected: false', at, '"skip"');
    resource.write_disposition = null;
    return;
  }
  if (!isRaw(written) || typeof name !== 'string') return;
  dropNulls(written);
  resource.write_disposition = name;
  const { disposition: _, strategy, ...others } = written;
  if (typeof strategy === 'string') {
    const refusal = own(STRATEGIES_REFUSED, strategy);
    if (typeof refusal === 'string') {
      report.refuse(refusal, [...at, 'strategy'], strategy);
      return;
    }
    report.leaveOut(name === 'replace' ? 'replace swaps whole files' : SAME_RECORDS, [...at, 'strategy']);
  }
  for (const key of Object.keys(others)) {
    const word = own(DISPOSITION_WORDS, key) as (typeof DISPOSITION_WORDS)[string] | undefined;
    if (word === undefined)
      report.refuse('the disposition goes by its name and strategy', [...at, key], `"${key}"`);
    else if (word.treatment === 'ignored') report.leaveOut(word.says, [...at, key]);
    else report.refuse(word.says, [...at, key], key);
  }
}

export const CONTRACT_TABLES = 'a resource is one table, which is there from the start';
export const CONTRACT_EVOLVE =
  'there are no variant columns; a record with a value of another type is rejected';

/** Takes away what only databases and variant columns know of. */
export function readContract(resource: Raw, path: Path, report: DltReport): void {
  const contract = own(resource, 'schema_contract');
  if (!isRaw(contract)) return;
  dropNulls(contract);
  const at = [...path, 'schema_contract'];
  if (contract.tables !== undefined) report.leaveOut(CONTRACT_TABLES, [...at, 'tables']);
  delete contract.tables;
  if (contract.data_type !== 'evolve') return;
  report.leaveOut(CONTRACT_EVOLVE, [...at, 'data_type']);
  delete contract.data_type;
}
