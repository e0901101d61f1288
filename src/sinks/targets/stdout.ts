// stdout: NDJSON lines for other programs, one write a page.
import type { Writable } from 'node:stream';
import { OutputError } from '../../core/errors.ts';
import { outputError } from '../files/output-error.ts';
import { createLineEncoder } from '../formats/ndjson.ts';
import { rejectsTo } from './rejects.ts';
import { refuseSameOutput } from './same-output.ts';
import type { Target } from './target.ts';

/** The reader has gone (`| head`): no fault of anybody, the run just ends. */
export class ClosedPipeError extends OutputError {}

/**
 * @param stream stdout
 * @param rejectsPath file for rejected records; without it the first one fails its resource
 */
export function stdoutTarget(stream: Writable, rejectsPath: string | undefined): Target {
  const rejects = rejectsTo(rejectsPath);
  let isTagged = false;
  let failure: Error | undefined;
  const onError = (error: Error) => {
    failure ??= error;
  };

  const write = (bytes: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      if (failure !== undefined) return reject(translate(failure));
      stream.write(bytes, (error) => (error ? reject(translate(error)) : resolve()));
    });

  return {
    async prepare(resources, { others = [] }) {
      const asked = rejectsPath === undefined ? [] : [{ name: '--rejects', file: rejectsPath }];
      await refuseSameOutput([...asked, ...others]);
      await rejects.prepare();
      isTagged = resources.length > 1;
      stream.on('error', onError);
    },
    async sink(resource) {
      const encode = createLineEncoder(resource, isTagged);
      return {
        async write(batch) {
          await rejects.sink.write(batch);
          if (batch.records.length > 0) await write(encode(batch.records));
        },
        close: async () => {},
        abort: async () => {},
      };
    },
    async commit() {
      stream.off('error', onError);
      await rejects.publish();
      return [];
    },
    async abort() {
      stream.off('error', onError);
      await rejects.discard();
    },
  };
}

function translate(error: Error): Error {
  const { code } = error as NodeJS.ErrnoException;
  const isClosed = code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ECONNRESET';
  return isClosed
    ? new ClosedPipeError('the reader of stdout has gone')
    : outputError('write to stdout', error);
}
