// The heart: pages of one resource through select, normalize and dedupe into its sink.
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ResourcePlan } from '../config/plan.ts';
import type { Batch, Page } from '../core/batch.ts';
import type { Emit } from '../core/events.ts';
import type { Sink } from '../sinks/contract.ts';
import { type DedupeStage, limit, normalize, select, streamOf, through } from '../stages/index.ts';

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
    .through(through(normalize(resource, counts)))
    .through(through(unique ?? ((batch: Batch) => batch)))
    .through(options.limit === undefined ? (stream) => stream : limit(options.limit, options.onEnough));
  // Highland tells nobody upstream when a sink dies, and only this way delivers every error.
  await pipeline(
    stages.toNodeStream({ objectMode: true, highWaterMark: 1 }),
    into(sink, resource.name, counts, options.emit),
    { signal: options.signal },
  );
}

function into(sink: Sink, resource: string, counts: FlowCounts, emit: Emit): Writable {
  return new Writable({
    objectMode: true,
    highWaterMark: 1,
    write(batch: Batch, _encoding, callback) {
      counts.rejects += batch.rejects.length;
      sink.write(batch).then(() => {
        counts.records += batch.records.length;
        emit({ kind: 'written', resource, records: batch.records.length });
        callback();
      }, callback);
    },
  });
}
