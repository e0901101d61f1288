// -o NAME.ndjson and the like: one resource, one file.
import fs from 'node:fs/promises';
import { UsageError } from '../../core/errors.ts';
import { temporaryName } from '../../core/files/whole-file.ts';
import { localParts } from '../files/part-store.ts';
import { FileInPlace } from './file-in-place.ts';
import { type FileSink, openFileSink } from './file-sink.ts';
import { readBack } from './read-back.ts';
import { checkRefusals, refuseOntoFile } from './refusals.ts';
import { rejectsTo } from './rejects.ts';
import { refuseSameOutput } from './same-output.ts';
import type { FileOptions, Target } from './target.ts';

export function singleFileTarget(file: string, options: FileOptions): Target {
  const place = new FileInPlace(file);
  const rejects = rejectsTo(options.rejects);
  let open: FileSink | undefined;
  return {
    async prepare(resources, { others = [] }) {
      if (resources.length !== 1) {
        throw new UsageError(`${file} can hold one resource, and ${resources.length} are selected`, {
          hint: 'name one resource on the command line, or give a directory with -o DIR',
        });
      }
      checkRefusals(resources, options);
      const asked = options.rejects === undefined ? [] : [{ name: '--rejects', file: options.rejects }];
      await refuseSameOutput([{ name: '-o', file }, ...asked, ...others]);
      const isThere = await fs.stat(file).then(
        () => true,
        () => false,
      );
      for (const resource of resources) if (isThere) refuseOntoFile(resource, file);
      await place.prepare();
      await rejects.prepare();
    },
    async sink(resource) {
      const dataset = await options.format.open(resource, { ...options.formatOptions, earlier: [] });
      open = await openFileSink({
        dataset,
        compression: options.compression,
        limits: { records: undefined, bytes: undefined },
        store: localParts((part) => (part === 0 ? place.temporary : temporaryName(file))),
        rejects: rejects.sink,
        readBack: (part) => readBack(part, dataset.columns(), options),
      });
      return open;
    },
    async commit(outcomes) {
      const [outcome] = outcomes;
      const [part] = open?.isClosed ? open.parts : [];
      if (part === undefined || outcome === undefined) return [];
      await rejects.finish();
      await place.publish(part.path);
      await rejects.publish();
      await place.release();
      return [{ resource: outcome.name, ...part, path: file }];
    },
    async abort() {
      await open?.abort();
      for (const part of open?.parts ?? []) await fs.rm(part.path, { force: true }).catch(() => {});
      await rejects.discard();
      await place.release();
    },
  };
}
