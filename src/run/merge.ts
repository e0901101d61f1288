// merge: the earlier records whose key did not come again, behind the new ones, in bounded memory.
import { shapeOf, storedColumn } from '../columns/stored.ts';
import type { Column } from '../config/columns.ts';
import type { ResourcePlan } from '../config/pipeline.ts';
import type { Batch } from '../core/batch.ts';
import { ContractError } from '../core/errors.ts';
import { pathToKey } from '../core/path.ts';
import type { Sink } from '../sinks/formats/contract.ts';
import type { EarlierSnapshot } from '../sinks/targets/target.ts';
import { type Chain, contextFor, type EarlierTerms, normalize } from '../stages/index.ts';

/** Why `vanished` lets earlier records stay this time; undefined where the run has seen everything. */
export function unseenBy(
  { vanished }: ResourcePlan,
  came: { readonly isRead: boolean; readonly rejects: number; readonly ignored: number },
): string | undefined {
  if (vanished === 'keep') return undefined;
  const { isRead, rejects, ignored } = came;
  if (!isRead) return 'this run ended before its end';
  if (rejects > 0) return 'records were rejected, which may be among them';
  return ignored > 0 ? 'answers were ignored, which may hold them' : undefined;
}

/** Takes versions out of a closed output that others have replaced; gives their number. */
export async function removeSuperseded(chain: Chain, sink: Sink): Promise<number> {
  const rows = chain.superseded();
  if (rows === undefined || rows.size === 0) return 0;
  await sink.remove?.(rows);
  return rows.size;
}

/**
 * Streams the earlier snapshot into the sink, leaving out what this run has replaced.
 * @param chain has read this run's records
 * @returns how many records were carried over
 * @throws ContractError when an earlier record has no key, or a value that does not fit its column any more
 */
export async function mergeEarlier(
  resource: ResourcePlan,
  earlier: EarlierSnapshot,
  chain: Chain,
  sink: Sink,
  terms: EarlierTerms,
  signal: AbortSignal,
): Promise<number> {
  const columns = unionColumns(resource.columns, earlier);
  const typed = normalize.create(
    { columns, schema_contract: { columns: 'evolve', data_type: 'discard_row' }, naming: 'keep' },
    contextFor(normalize),
  );
  let kept = 0;
  for await (const records of earlier.read()) {
    signal.throwIfAborted();
    const read: Batch = {
      resource: resource.name,
      partition: 'earlier snapshot',
      page: 0,
      position: undefined,
      records,
      rejects: [],
    };
    const batch = chain.pushEarlier(typed?.push(read) ?? read, terms);
    const [lost] = batch.rejects;
    if (lost !== undefined) {
      const what = lost.column === undefined ? lost.reason : `column "${lost.column}": ${lost.reason}`;
      throw new ContractError(`a record of the earlier snapshot cannot be carried over: ${what}`, {
        hint: 'the earlier snapshot stays as it is; restore its key or the type of the column, or set write_disposition: replace for one run',
      });
    }
    kept += batch.records.length;
    await sink.write(batch);
  }
  return kept;
}

/**
 * What is declared now, then what only the earlier snapshot had; all of it under its own name by now. A snapshot without
 * columns is brought to those that are declared: else a key that is text now would be another than its number.
 */
function unionColumns(
  declared: readonly Column[] | undefined,
  earlier: EarlierSnapshot,
): readonly Column[] | undefined {
  if (declared === undefined && earlier.columns === undefined) return undefined;
  const now = (declared ?? []).map(storedColumn);
  const names = new Set(now.map((column) => column.name));
  const before = (earlier.columns ?? []).filter((column) => !names.has(column.name));
  return [...now, ...before].map(
    (column): Column => ({
      ...shapeOf(column),
      name: column.name,
      from: pathToKey(column.name),
      nullable: true,
    }),
  );
}
