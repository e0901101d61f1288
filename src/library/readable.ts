// A Node stream over an async generator of lists, which ends what feeds it at once when it is left.
import { Readable } from 'node:stream';

/** A Node stream in object mode whose elements have a type. */
export type TypedReadable<T> = Readable & { [Symbol.asyncIterator](): AsyncIterableIterator<T> };

/**
 * @param lists asked for the next one when every element of the one before is taken
 * @param onLeave called at once when the stream is destroyed, so that a list under way is not waited for
 */
export function readableOf<T>(
  lists: AsyncGenerator<readonly T[], void, undefined>,
  onLeave: () => void,
): TypedReadable<T> {
  const pull = async (stream: Readable): Promise<void> => {
    try {
      for (;;) {
        const { done, value } = await lists.next();
        if (done === true) return void stream.push(null);
        for (const element of value) stream.push(element);
        if (value.length > 0) return;
      }
    } catch (error) {
      stream.destroy(error as Error);
    }
  };
  return new Readable({
    objectMode: true,
    highWaterMark: 1,
    read() {
      void pull(this);
    },
    destroy(error, callback) {
      onLeave();
      const done = () => callback(error);
      lists.return().then(done, done);
    },
  }) as TypedReadable<T>;
}
