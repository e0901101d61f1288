// Bytes into a stream that somebody else reads: each write is waited for, and a reader that has gone is no fault.
import type { Writable } from 'node:stream';
import { OutputError } from '../../core/errors.ts';
import { outputError } from '../files/output-error.ts';

/** The reader has gone (`| head`): no fault of anybody, the run just ends. */
export class ClosedPipeError extends OutputError {}

export interface StreamWriter {
  /** Looks out for failures from here on. */
  open(): void;
  /**
   * Resolves when the stream has taken the bytes, which may be written over then.
   * @throws ClosedPipeError or OutputError
   */
  write(bytes: Uint8Array | string): Promise<void>;
  /** Leaves the stream as it was, and open. */
  close(): void;
}

/** @param stream stdout, or a caller's own */
export function streamWriter(stream: Writable): StreamWriter {
  let failure: Error | undefined;
  const onError = (error: Error) => {
    failure ??= error;
  };
  return {
    open: () => void stream.on('error', onError),
    write: (bytes) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(translate(failure));
        stream.write(bytes, (error) => (error ? reject(translate(error)) : resolve()));
      }),
    close: () => void stream.off('error', onError),
  };
}

function translate(error: Error): Error {
  const { code } = error as NodeJS.ErrnoException;
  const isClosed = code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ECONNRESET';
  return isClosed
    ? new ClosedPipeError('the reader of stdout has gone')
    : outputError('write to stdout', error);
}
