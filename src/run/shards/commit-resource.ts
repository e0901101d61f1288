// One resource of all shards into its place: their parts as they are where nothing of them came twice, else written anew.
import { isDeepStrictEqual } from 'node:util';
import type { ResourcePlan } from '../../config/pipeline.ts';
import type { Batch } from '../../core/batch.ts';
import { ContractError, OutputError } from '../../core/errors.ts';
import type { Emit } from '../../core/events.ts';
import type { ManifestEntry } from '../../sinks/files/manifest.ts';
import type { AdoptedParts } from '../../sinks/files/part-store.ts';
import type { Sink } from '../../sinks/formats/contract.ts';
import { shardName } from '../../sinks/targets/shard.ts';
import type { FileOptions, Target } from '../../sinks/targets/target.ts';
import { type Chain, chainOf, elementsOf, NOTHING_COUNTED } from '../../stages/index.ts';
import { placedPlan } from '../incremental-job.ts';
import { mergeEarlier, removeSuperseded, unseenBy } from '../merge.ts';
import { outcomeOf, type ResourceReport } from '../report.ts';
import type { ShardEntry } from './read-shards.ts';
import { storedPages, storedRejects } from './stored-records.ts';

export interface CommitContext {
  readonly target: Target;
  readonly options: FileOptions;
  /** Whether what is read anew takes the place of all earlier records. */
  readonly isRefresh: boolean;
  /** What lies in the place of it already. */
  readonly before: ManifestEntry | undefined;
  readonly startedAt: Date;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

/**
 * @returns what became of it; its sink is closed, and the target may commit it
 * @throws OutputError, StateError or ContractError; then nothing may be committed
 */
export async function commitResource(
  resource: ResourcePlan,
  entries: readonly ShardEntry[],
  context: CommitContext,
): Promise<ResourceReport> {
  const { target, emit, signal, startedAt } = context;
  const placed = placedPlan(resource, context);
  const started = performance.now();
  const rows = sum(entries, ({ entry }) => entry.records);
  const pass = () => passOf(resource, entries, context);
  const known = resource.dedupe || resource.write_disposition === 'merge' ? pass() : undefined;
  let chain = known?.chain;
  try {
    let left = rows;
    if (known !== undefined) {
      left = 0;
      for await (const batch of known.batches) left += batch.records.length;
    }
    const adopted = left === rows ? adoptable(placed, entries, context) : undefined;
    let sink: Sink;
    if (adopted !== undefined) {
      sink = await target.sink(placed, undefined, adopted);
    } else {
      chain?.close();
      const again = pass();
      chain = again.chain;
      sink = await target.sink(placed);
      left = 0;
      for await (const batch of again.batches) {
        await sink.write(batch);
        left += batch.records.length;
      }
    }
    try {
      for await (const batch of storedRejects(resource.name, entries)) await sink.write(batch);
      const counts = {
        rejects: sum(entries, ({ entry }) => entry.rejects),
        ignored: sum(entries, ({ terms }) => terms.ignored ?? 0),
      };
      const isRead = entries.every(({ entry }) => entry.complete);
      const earlier = target.earlier?.(placed);
      let kept = 0;
      if (earlier !== undefined && chain !== undefined) {
        const unseen = unseenBy(resource, { isRead, ...counts });
        const terms = { isWhole: isRead && unseen === undefined, startedAt };
        kept = await mergeEarlier(resource, earlier, chain, sink, terms, signal);
        if (unseen !== undefined)
          emit({
            kind: 'warning',
            resource: resource.name,
            message: `vanished: earlier records that did not come again stay, for ${unseen}`,
          });
      }
      await sink.close();
      left -= chain === undefined ? 0 : await removeSuperseded(chain, sink);
      const report: ResourceReport = {
        name: resource.name,
        status: statusOf(entries),
        pages: sum(entries, ({ entry }) => entry.pages),
        retries: 0,
        records: left,
        kept,
        ...counts,
        skipped: 0,
        ...countsOf(chain, entries),
        seconds: (performance.now() - started) / 1000,
      };
      target.accept?.(outcomeOf(report));
      return report;
    } catch (error) {
      await sink.abort();
      throw error;
    }
  } finally {
    chain?.close();
  }
}

/** Its records through the stages that look at all of them together. */
function passOf(resource: ResourcePlan, entries: readonly ShardEntry[], context: CommitContext) {
  const { emit, target, options, signal } = context;
  const chain = chainOf(resource, emit, {
    isNormalized: true,
    isCompacted: () => true,
    isSpelled: target.isSpelled === true,
  });
  const pages = storedPages(resource.name, entries, options);
  const batches = async function* (): AsyncGenerator<Batch, void, undefined> {
    for await (const batch of elementsOf(chain.stream(pages, false))) {
      signal.throwIfAborted();
      const [lost] = batch.rejects;
      if (lost !== undefined)
        throw new ContractError(`a record of ${batch.partition} does not fit: ${lost.reason}`);
      yield batch;
    }
  };
  return { chain, batches: batches() };
}

/** The shards' parts, where files of the export may be exactly these; else undefined. */
function adoptable(
  resource: ResourcePlan,
  entries: readonly ShardEntry[],
  { options, before }: CommitContext,
): AdoptedParts | undefined {
  const [first] = entries;
  if (first === undefined) throw new OutputError(`no shard has anything of "${resource.name}"`);
  const { columns, extra } = first.entry;
  const isAlike = entries.every(
    ({ entry }) => isDeepStrictEqual(entry.columns, columns) && entry.extra === extra,
  );
  if (options.format.hasColumnTypes === true && !(isAlike && isOnto(resource, first.entry, before)))
    return undefined;
  const parts = entries.flatMap(({ shard, entry }) =>
    entry.files.map(({ path, rows, bytes, sha256 }) => ({
      path: shard.place.pathOf(path),
      label: `shard-${shardName(shard.facts)}`,
      rows,
      bytes,
      sha256,
    })),
  );
  const full = parts.filter(({ rows }) => rows > 0);
  // A resource without records is one file that says so.
  return {
    columns: options.format.hasColumnTypes ? columns : undefined,
    parts: full.length > 0 ? full : parts.slice(0, 1),
  };
}

/** Whether files with these columns may stand among, or in place of, those that lie there. */
function isOnto(
  { write_disposition: disposition }: ResourcePlan,
  { columns = [], extra }: ManifestEntry,
  before: ManifestEntry | undefined,
): boolean {
  if (before === undefined || disposition === 'replace') return true;
  const shape = (all: ManifestEntry['columns']) => (all ?? []).map(({ from: _, ...stored }) => stored);
  if (disposition === 'append') {
    return before.extra === extra && isDeepStrictEqual(shape(before.columns), shape(columns));
  }
  const own = new Set(columns.map(({ name }) => name));
  return (before.columns ?? []).every(({ name }) => own.has(name));
}

function statusOf(entries: readonly ShardEntry[]): ResourceReport['status'] {
  const statuses = new Set(entries.map(({ terms }) => terms.status));
  if (statuses.has('partial')) return 'partial';
  return statuses.has('limited') ? 'limited' : 'complete';
}

function countsOf(chain: Chain | undefined, entries: readonly ShardEntry[]) {
  const before = sum(entries, ({ entry }) => entry.duplicates);
  const counts = { ...(chain?.counts ?? NOTHING_COUNTED) };
  return { ...counts, duplicates: counts.duplicates + before };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
