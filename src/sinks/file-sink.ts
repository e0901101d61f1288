// One resource into one file of any format.
import type { ResourcePlan } from '../config/plan.ts';
import { AtomicFile, type FileFacts } from './atomic-file.ts';
import type { Format, Sink } from './contract.ts';
import type { RejectSink } from './rejects.ts';

/** A sink whose file is finished on close and published by its target. */
export interface FileSink extends Sink {
  /** Set once it is closed. */
  readonly facts: (FileFacts & { readonly rows: number }) | undefined;
  publish(): Promise<void>;
}

/** @param staging directory for the temporary file */
export async function openFileSink(
  resource: ResourcePlan,
  format: Format,
  final: string,
  staging: string | undefined,
  rejects: RejectSink,
): Promise<FileSink> {
  const encoder = await format.createEncoder(resource);
  const file = await AtomicFile.create(final, staging);
  const counts = { records: 0, rejects: 0 };
  let facts: FileSink['facts'];
  return {
    get facts() {
      return facts;
    },
    async write(batch) {
      counts.rejects += batch.rejects.length;
      await rejects.write(batch);
      if (batch.records.length === 0) return;
      counts.records += batch.records.length;
      await file.write(await encoder.encode(batch.records));
    },
    async close() {
      await file.write(await encoder.end());
      facts = { ...(await file.finish()), rows: counts.records };
      return counts;
    },
    abort: () => file.discard(),
    publish: () => file.publish(),
  };
}
