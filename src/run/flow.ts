// The heart: pages of one resource through select, normalize and dedupe into its sink.
import highland from 'highland';
import type { ResourcePlan } from '../config/plan.ts';
import type { Batch, Page } from '../core/batch.ts';
import type { Emit } from '../core/events.ts';
import type { Sink } from '../sinks/formats/contract.ts';
import { type DedupeStage, limit, normalize, select, slices, streamOf, through } from '../stages/index.ts';

export interface FlowOptions {
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** Most records; undefined for all. */
  readonly limit: number | undefined;
  /** Called when the limit is reached. */
  readonly onEnough: () => void;
}

export interface FlowCounts {
  duplicates: number;
  discardedValues: number;
  discardedFields: number;
  rejects: number;
  records: number;
  /** Records of the earlier snapshot that `merge` carried over. */
  kept: number;
}

/**
 * Runs one resource to its end.
 * @param pages ended by the caller, who also ends its requests: Highland tells nobody upstream
 * @param unique its dedupe stage, where it has one
 * @param counts added to while it runs, so that a failure leaves what was done until then
 */
export async function flow(
  resource: ResourcePlan,
  pages: AsyncGenerator<Page, void, undefined>,
  unique: DedupeStage | undefined,
  sink: Sink,
  counts: FlowCounts,
  options: FlowOptions,
): Promise<void> {
  const stages = streamOf(pages)
    .through(through(select()))
    .through(slices)
    .through(through(normalize(resource, counts)))
    .through(through(unique ?? ((batch: Batch) => batch)))
    .through(options.limit === undefined ? (stream) => stream : limit(options.limit, options.onEnough));
  await untilAborted(drain(stages, sink, resource.name, counts, options), options.signal);
}

// Pulls a batch when the one before is written: a Node stream between would hold one or two more. Every error of a
// stage or of the source arrives here, and none leaves the sink looking complete.
async function drain(
  stages: Highland.Stream<Batch>,
  sink: Sink,
  resource: string,
  counts: FlowCounts,
  { emit, signal }: FlowOptions,
): Promise<void> {
  for (;;) {
    const batch = await pull(stages);
    if (batch === undefined || signal.aborted) return;
    counts.rejects += batch.rejects.length;
    await sink.write(batch);
    counts.records += batch.records.length;
    emit({ kind: 'written', resource, records: batch.records.length });
  }
}

/** The next batch; undefined at the end. */
function pull(stages: Highland.Stream<Batch>): Promise<Batch | undefined> {
  return new Promise((resolve, reject) => {
    stages.pull((error, batch) => {
      if (error) reject(error);
      else resolve(highland.isNil(batch) ? undefined : batch);
    });
  });
}

// A sink that nobody reads from may never finish its write; the abort does not wait for it, nor hears how it ended.
async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  work.catch(() => {});
  signal.throwIfAborted();
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    await Promise.race([work, aborted]);
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
