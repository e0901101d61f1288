// The bridges to Highland: from a generator of pages to a stream, and from a stream to a loop.
/// <reference types="highland" preserve="true" />
import highland from 'highland';
import type { Batch } from '../core/batch.ts';

/**
 * Wraps an async generator as a Highland stream that pulls.
 * @param isAhead with a consumer at work on one element, the next is on its way and none behind it (over a Node
 *   Readable it would be two or three); false: nothing is asked for before the consumer asks
 */
export function streamOf<T>(
  source: AsyncGenerator<T, void, undefined>,
  isAhead: boolean,
): Highland.Stream<T> {
  let following: Promise<IteratorResult<T, void>> | undefined;
  return highland<T>((push, next) => {
    const current = following ?? source.next();
    current.then(
      (result) => {
        if (result.done === true) return push(null, highland.nil);
        if (isAhead) {
          following = source.next();
          // It is reported when its turn comes; without a handler Node would end the process first.
          following.catch(() => {});
        }
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

/** The elements of a stream, each pulled when the loop asks: a Node stream between would hold one or two more. */
export async function* elementsOf<T>(stream: Highland.Stream<T>): AsyncGenerator<T, void, undefined> {
  for (;;) {
    const element = await pull(stream);
    if (element === undefined) return;
    yield element;
  }
}

function pull<T>(stream: Highland.Stream<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    stream.pull((error, element) => {
      if (error) reject(error);
      else resolve(highland.isNil(element) ? undefined : element);
    });
  });
}

/** Calls back when every element has passed; what it throws becomes the stream's error. */
export function atEnd<T>(onEnd: () => void) {
  return (stream: Highland.Stream<T>): Highland.Stream<T> =>
    stream.consume<T>((error, element, push, next) => {
      if (error) {
        push(error);
        return next();
      }
      if (!highland.isNil(element)) {
        push(null, element);
        return next();
      }
      try {
        onEnd();
      } catch (thrown) {
        push(thrown as Error);
      }
      push(null, element);
    });
}

/** Makes any number of elements of each, one after the other as they are asked for. */
export function spreading<T>(each: (element: T) => Iterator<T>) {
  return (stream: Highland.Stream<T>): Highland.Stream<T> =>
    stream.flatMap((element) => highland<T>(each(element)));
}

// More than APIs send in a page; what the stages make of a batch is held beside it.
export const MOST_RECORDS = 2000;

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
      ...(isLast ? {} : { isPart: true }),
      rejects: isLast ? batch.rejects : [],
    });
  }
  return parts;
}
