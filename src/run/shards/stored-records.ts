// What the shards have written of a resource, read back: records, and the ones that were put aside.
import { z } from 'zod';
import type { Batch, JsonRecord, Page } from '../../core/batch.ts';
import { StateError } from '../../core/errors.ts';
import { linesOf } from '../../core/lines.ts';
import { parseJson } from '../../core/parse-json.ts';
import { readFrom } from '../../sinks/files/part-store.ts';
import { readBack } from '../../sinks/targets/read-back.ts';
import type { FileOptions } from '../../sinks/targets/target.ts';
import type { ShardEntry } from './read-shards.ts';

/** Its records as pages, shard by shard, in the order in which they were written. */
export async function* storedPages(
  resource: string,
  entries: readonly ShardEntry[],
  options: FileOptions,
): AsyncGenerator<Page, void, undefined> {
  for (const { shard, entry } of entries) {
    const { index, count } = shard.facts;
    const origin = { resource, partition: `shard ${index}/${count}`, position: undefined, recordFields: {} };
    let page = 0;
    for (const file of entry.files) {
      const read = (path: string) => readBack(path, entry.columns, options);
      for await (const records of readFrom(shard.place.local(file), read)) {
        page += 1;
        yield { ...origin, page, records };
      }
    }
  }
}

const rejectSchema = z.object({
  partition: z.string().default(''),
  page: z.number().default(0),
  column: z.string().optional(),
  reason: z.string(),
  record: z.unknown(),
});

/** Its rejected records, as batches without others. */
export async function* storedRejects(
  resource: string,
  entries: readonly ShardEntry[],
): AsyncGenerator<Batch, void, undefined> {
  for (const { shard, entry } of entries) {
    for (const file of entry.rejected ?? [])
      yield* readFrom(shard.place.local(file), (path) => rejectsIn(path, resource));
  }
}

async function* rejectsIn(path: string, resource: string): AsyncGenerator<Batch, void, undefined> {
  const { createReadStream } = await import('node:fs');
  for await (const line of linesOf(createReadStream(path))) {
    const { success, data } = rejectSchema.safeParse(parseJson(line));
    if (!success) throw new StateError(`${path} is damaged`, { hint: 'run that shard again' });
    const { partition, page, column, reason, record } = data;
    yield {
      resource,
      partition,
      page,
      position: undefined,
      records: NONE,
      rejects: [{ reason, column, record }],
    };
  }
}

const NONE: readonly JsonRecord[] = [];
