// The bridges to Highland: from a generator of pages to a stream, from a plain function of batches to a stage.
import highland from 'highland';
import type { Batch } from '../core/batch.ts';

/** Stage logic: testable without any stream; what it remembers lives in its closure. */
export type Stage<In, Out> = (batch: In) => Out;

/**
 * Wraps a stage for `.through()`. What the stage throws becomes the stream's error.
 */
export function through<In, Out>(
  stage: Stage<In, Out>,
): (stream: Highland.Stream<In>) => Highland.Stream<Out> {
  return (stream) => stream.map(stage);
}

/**
 * Wraps an async generator as a Highland stream that pulls: with a consumer at work on one element, the next is on
 * its way and none behind it, where the consumer pulls. (Over a Node Readable it would be two or three.)
 */
export function streamOf<T>(source: AsyncGenerator<T, void, undefined>): Highland.Stream<T> {
  let following: Promise<IteratorResult<T, void>> | undefined;
  return highland<T>((push, next) => {
    const current = following ?? source.next();
    current.then(
      (result) => {
        if (result.done === true) return push(null, highland.nil);
        following = source.next();
        // It is reported when its turn comes; without a handler Node would end the process first.
        following.catch(() => {});
        // Lets the request for the following one go out before this one keeps the processor busy.
        setImmediate(() => {
          push(null, result.value);
          next();
        });
      },
      (error: Error) => {
        push(error);
        push(null, highland.nil);
      },
    );
  });
}

// More than APIs send in a page; what the stages make of a batch is held beside it.
const MOST_RECORDS = 2000;

/** Cuts the batch of a huge page into several, so that what later stages make of it is never held whole. */
export function slices(stream: Highland.Stream<Batch>): Highland.Stream<Batch> {
  return stream.flatMap((batch) => highland(batch.records.length <= MOST_RECORDS ? [batch] : sliced(batch)));
}

/** Position and rejects travel with the last one. */
function sliced(batch: Batch): Batch[] {
  const parts: Batch[] = [];
  for (let from = 0; from < batch.records.length; from += MOST_RECORDS) {
    const isLast = from + MOST_RECORDS >= batch.records.length;
    parts.push({
      ...batch,
      records: batch.records.slice(from, from + MOST_RECORDS),
      position: isLast ? batch.position : undefined,
      rejects: isLast ? batch.rejects : [],
    });
  }
  return parts;
}
