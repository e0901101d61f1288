// -o NAME.ndjson or NAME.parquet: one resource, one file.
import fs from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../core/errors.ts';
import type { Format } from './contract.ts';
import { type FileSink, openFileSink } from './file-sink.ts';
import { attempt } from './output-error.ts';
import { checkRefusals, refuseLaterSnapshot } from './refusals.ts';
import { RejectFile, refuseRejects } from './rejects.ts';
import type { Target } from './target.ts';

export function singleFileTarget(file: string, format: Format, rejectsPath: string | undefined): Target {
  const rejects = rejectsPath === undefined ? undefined : new RejectFile(rejectsPath);
  let open: FileSink | undefined;
  return {
    async prepare(resources) {
      if (resources.length !== 1) {
        throw new UsageError(`${file} can hold one resource, and ${resources.length} are selected`, {
          hint: 'name one resource on the command line, or give a directory with -o DIR',
        });
      }
      checkRefusals(resources, format);
      const isThere = await fs.stat(file).then(
        () => true,
        () => false,
      );
      for (const resource of resources) if (isThere) refuseLaterSnapshot(resource, file);
      const directory = path.dirname(file);
      await attempt(`write into ${directory}`, async () => {
        await fs.mkdir(directory, { recursive: true });
        await fs.access(directory, fs.constants.W_OK);
      });
    },
    async sink(resource) {
      open = await openFileSink(resource, format, file, undefined, rejects ?? refuseRejects);
      return open;
    },
    async commit(outcomes) {
      const [outcome] = outcomes;
      if (open?.facts === undefined || outcome === undefined) return [];
      await rejects?.finish();
      await open.publish();
      await rejects?.publish();
      return [{ resource: outcome.name, path: file, ...open.facts }];
    },
    async abort() {
      await open?.abort();
      await rejects?.discard();
    },
  };
}
