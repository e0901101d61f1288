// -o NAME.ndjson and the like: one resource, one file.
import fs from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../../core/errors.ts';
import { makeDirectory } from '../../core/files/directories.ts';
import { temporaryName } from '../../core/files/whole-file.ts';
import { attempt } from '../files/output-error.ts';
import { place } from '../files/place.ts';
import { type FileSink, openFileSink } from './file-sink.ts';
import { checkRefusals, refuseOntoFile } from './refusals.ts';
import { rejectsTo } from './rejects.ts';
import type { FileOptions, Target } from './target.ts';

export function singleFileTarget(file: string, options: FileOptions): Target {
  const rejects = rejectsTo(options.rejects);
  let open: FileSink | undefined;
  return {
    async prepare(resources) {
      if (resources.length !== 1) {
        throw new UsageError(`${file} can hold one resource, and ${resources.length} are selected`, {
          hint: 'name one resource on the command line, or give a directory with -o DIR',
        });
      }
      checkRefusals(resources, options);
      const isThere = await fs.stat(file).then(
        () => true,
        () => false,
      );
      for (const resource of resources) if (isThere) refuseOntoFile(resource, file);
      const directory = path.dirname(file);
      await attempt(`write into ${directory}`, async () => {
        await makeDirectory(directory);
        await fs.access(directory, fs.constants.W_OK);
      });
    },
    async sink(resource) {
      const dataset = await options.format.open(resource, { ...options.formatOptions, earlier: [] });
      const temporary = temporaryName(file);
      open = await openFileSink({
        dataset,
        compression: options.compression,
        limits: { records: undefined, bytes: undefined },
        pathOf: () => temporary,
        rejects: rejects.sink,
      });
      return open;
    },
    async commit(outcomes) {
      const [outcome] = outcomes;
      const [part] = open?.isClosed ? open.parts : [];
      if (part === undefined || outcome === undefined) return [];
      await place(part.path, file);
      await rejects.publish();
      return [{ resource: outcome.name, ...part, path: file }];
    },
    async abort() {
      await open?.abort();
      for (const part of open?.parts ?? []) await fs.rm(part.path, { force: true }).catch(() => {});
      await rejects.discard();
    },
  };
}
