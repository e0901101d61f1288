// The heart: pages of one resource through its chain into its sink.
import type { Batch, JsonRecord, Page, Reject } from '../core/batch.ts';
import type { Emit } from '../core/events.ts';
import type { Sink } from '../sinks/formats/contract.ts';
import { type Chain, elementsOf, limit } from '../stages/index.ts';

export interface FlowOptions {
  readonly emit: Emit;
  readonly signal: AbortSignal;
  /** Most records; undefined for all. */
  readonly limit: number | undefined;
  /** Called when the limit is reached, with the records that it cut off. */
  readonly onEnough: (surplus: readonly JsonRecord[]) => void;
}

/** What the run itself counts, beside the stages. */
export interface FlowCounts {
  /** Pages that are written, every record of them. */
  pages: number;
  records: number;
  rejects: number;
  /** Records of the earlier snapshot that `merge` carried over. */
  kept: number;
  /** Why the first reject was one. */
  firstReason: string | undefined;
}

/**
 * Runs one resource to its end.
 * @param pages ended by the caller, who also ends its requests: Highland tells nobody upstream
 * @param counts added to while it runs, so that a failure leaves what was done until then
 */
export async function flow(
  pages: AsyncGenerator<Page, void, undefined>,
  chain: Chain,
  sink: Sink,
  counts: FlowCounts,
  options: FlowOptions,
): Promise<void> {
  const batches = chain
    .stream(pages, true)
    .through(options.limit === undefined ? (stream) => stream : limit(options.limit, options.onEnough));
  await untilAborted(drain(elementsOf(batches), sink, counts, options), options.signal);
}

// Pulls a batch when the one before is written. Every error of a stage or of the source arrives here, and none leaves
// the sink looking complete.
async function drain(
  batches: AsyncGenerator<Batch, void, undefined>,
  sink: Sink,
  counts: FlowCounts,
  { emit, signal }: FlowOptions,
): Promise<void> {
  for await (const batch of batches) {
    if (signal.aborted) return;
    counts.rejects += batch.rejects.length;
    counts.firstReason ??= reasonOf(batch.rejects[0]);
    await sink.write(batch);
    counts.records += batch.records.length;
    if (batch.isPart !== true) counts.pages += 1;
    await sink.reachSafety?.();
    emit({ kind: 'written', resource: batch.resource, records: batch.records.length });
  }
}

function reasonOf(reject: Reject | undefined): string | undefined {
  if (reject === undefined) return undefined;
  return reject.column === undefined ? reject.reason : `column "${reject.column}": ${reject.reason}`;
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
