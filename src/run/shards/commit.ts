// The commit of a run that shards have read: all of them there and whole, then one export in one step.
import { StateError, toPenstockError } from '../../core/errors.ts';
import type { Emit } from '../../core/events.ts';
import type { Format } from '../../sinks/formats/contract.ts';
import type { ExportPlace, LyingExport } from '../../sinks/targets/export-place.ts';
import { baseOf, SHARDS, shardFolder } from '../../sinks/targets/shard.ts';
import type { FileOptions } from '../../sinks/targets/target.ts';
import { placedPlan } from '../incremental-job.ts';
import { exitCodeOf, outcomeOf, type Report, type ResourceReport } from '../report.ts';
import { commitResource } from './commit-resource.ts';
import { mergedState } from './merged-state.ts';
import { entriesOf, readShards, refuseUnready, type WrittenShard } from './read-shards.ts';
import { storedPlan } from './stored-plan.ts';

export interface CommitOptions {
  readonly count: number;
  /** Every format that files there may be of. */
  readonly formats: readonly Format[];
  /** Lets a shard that was limited, or whose every record was rejected, take the place of a complete snapshot. */
  readonly force?: boolean | undefined;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

/**
 * Puts the output of all shards in place, with the state that belongs to it, and removes the shards. Asked again after
 * it was cut off, it finishes what it had begun.
 * @throws StateError while shards are missing, short, at work or of different runs; OutputError
 */
export async function commitShards(place: ExportPlace, options: CommitOptions): Promise<Report> {
  const startedAt = new Date();
  const held: { release(): Promise<void> }[] = [];
  try {
    const first = await readShards(place, options.count);
    for (const shard of first) held.push(await shard.place.hold());
    const shards = await readShards(place, options.count);
    const before = await place.read();
    if (!isCommitted(before, shards, options.count)) {
      refuseUnready(place, options.count, shards, baseOf(before?.text, await place.readState()));
    }
    const report = await putInPlace(place, shards, startedAt, options);
    await removeShards(place, options.count);
    return report;
  } finally {
    for (const lock of held) await lock.release();
  }
}

async function putInPlace(
  place: ExportPlace,
  shards: readonly WrittenShard[],
  startedAt: Date,
  { formats, force: isForced = false, emit, signal, count }: CommitOptions,
): Promise<Report> {
  const [first] = shards;
  if (first === undefined) throw new TypeError('no shard is left');
  const { pipeline } = first.manifest;
  const files = filesOf(first, formats);
  const target = place.target(files, pipeline);
  const entries = entriesOf(shards);
  const plans = [...entries.values()].flatMap(([one]) => (one === undefined ? [] : storedPlan(one.terms)));
  const resources: ResourceReport[] = [];
  const reportOf = (published: Report['files']): Report => ({
    pipeline,
    startedAt,
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    resources,
    files: published,
    isPipeClosed: false,
    exitCode: exitCodeOf(resources),
  });
  try {
    const isRefresh = first.facts.isRefresh;
    const placed = plans.map((plan) => placedPlan(plan, { isRefresh }));
    await target.prepare(placed, { isLimited: false, isForced });
    // A commit that was cut off is finished by then.
    const lying = await place.read();
    if (isCommitted(lying, shards, count)) {
      emit({ kind: 'warning', resource: undefined, message: 'these shards are in place already' });
      await target.abort();
      return reportOf([]);
    }
    const state = await place.readState();
    refuseUnready(place, count, shards, baseOf(lying?.text, state));
    for (const plan of plans) {
      const before = lying?.manifest.resources.get(plan.name);
      const context = { target, options: files, isRefresh, before, startedAt, emit, signal };
      resources.push(await commitResource(plan, entries.get(plan.name) ?? [], context));
    }
    signal.throwIfAborted();
    const moved = await stateOf(place, shards, state);
    const published = await target.commit(resources.map(outcomeOf), startedAt, moved, {
      shards: { count, manifests: shards.map(({ digest }) => digest) },
    });
    return reportOf(published);
  } catch (error) {
    await target.abort();
    throw toPenstockError(signal.aborted ? signal.reason : error);
  }
}

async function stateOf(
  place: ExportPlace,
  shards: readonly WrittenShard[],
  base: string | undefined,
): Promise<string | undefined> {
  const states = [];
  for (const shard of shards) states.push({ place: shard.place.name, text: await shard.place.readState() });
  return mergedState({ place: place.name, text: base }, states, shards[0]?.facts.isRefresh === true);
}

/** Whether the export was put together from these; some of them may be removed by then. */
function isCommitted(
  lying: LyingExport | undefined,
  shards: readonly WrittenShard[],
  count: number,
): boolean {
  const committed = lying?.manifest.shards;
  if (committed?.count !== count || shards.length === 0) return false;
  return shards.every(({ digest }) => committed.manifests.includes(digest));
}

async function removeShards(place: ExportPlace, count: number): Promise<void> {
  for (let index = 1; index <= count; index += 1) await place.within(shardFolder({ index, count })).remove();
  await place.within(SHARDS).removeEmpty();
}

function filesOf({ manifest, facts }: WrittenShard, formats: readonly Format[]): FileOptions {
  const format = formats.find(({ name }) => name === manifest.format);
  if (format === undefined) {
    throw new StateError(`the shards are of the format "${manifest.format}", which is not known here`, {
      hint: 'commit them with the formats that they were written with',
    });
  }
  const { compression, options, records, bytes } = facts.files;
  return {
    format,
    formatOptions: format.options.parse(options),
    formats,
    compression,
    limits: { records, bytes },
    rejects: undefined,
  };
}
