// stdout: NDJSON lines for other programs, one write a page.
import type { Writable } from 'node:stream';
import { createLineEncoder } from '../formats/ndjson.ts';
import { rejectsTo } from './rejects.ts';
import { refuseSameOutput } from './same-output.ts';
import { streamWriter } from './stream-writer.ts';
import type { Target } from './target.ts';

/**
 * @param stream stdout
 * @param rejectsPath file for rejected records; without it the first one fails its resource
 */
export function stdoutTarget(stream: Writable, rejectsPath: string | undefined): Target {
  const rejects = rejectsTo(rejectsPath);
  let isTagged = false;
  const writer = streamWriter(stream);

  return {
    async prepare(resources, { others = [] }) {
      const asked = rejectsPath === undefined ? [] : [{ name: '--rejects', file: rejectsPath }];
      await refuseSameOutput([...asked, ...others]);
      await rejects.prepare();
      isTagged = resources.length > 1;
      writer.open();
    },
    async sink(resource) {
      const encode = createLineEncoder(resource, isTagged);
      return {
        async write(batch) {
          await rejects.sink.write(batch);
          if (batch.records.length > 0) await writer.write(encode(batch.records));
        },
        close: async () => {},
        abort: async () => {},
      };
    },
    async commit() {
      writer.close();
      await rejects.publish();
      return [];
    },
    async abort() {
      writer.close();
      await rejects.discard();
    },
  };
}
