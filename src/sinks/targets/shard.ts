// One shard's output: an export of its own within the place, which `commit` puts together with those of the others.
import { createHash } from 'node:crypto';
import { storedColumn } from '../../columns/stored.ts';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { UsageError } from '../../core/errors.ts';
import { toJsonText } from '../../core/json.ts';
import { type Shard, shardText } from '../../core/shard.ts';
import type { ShardFacts, ShardTerms } from '../files/shard-facts.ts';
import type { ExportPlace } from './export-place.ts';
import { refuseTaken, refuseUnfit } from './onto-snapshot.ts';
import type { FileOptions, ResourceOutcome, RunTerms, Target } from './target.ts';

/** Where the shards of a place are; no run looks into it. */
export const SHARDS = '.penstock-shards';

/** `.penstock-shards/03-of-16` */
export function shardFolder({ index, count }: Shard): string {
  return `${SHARDS}/${shardName({ index, count })}`;
}

/** `03-of-16`: in file names, sorted by the index. */
export function shardName({ index, count }: Shard): string {
  return `${String(index).padStart(String(count).length, '0')}-of-${count}`;
}

/**
 * What a shard goes on from, and its commit with it: the export and the state that lie in the place.
 * @param manifest text; undefined where there is no export
 */
export function baseOf(manifest: string | undefined, state: string | undefined): string {
  return createHash('sha256')
    .update(JSON.stringify([manifest ?? null, state ?? null]))
    .digest('hex');
}

/** A place for a shard of a run: what it writes counts once all shards are committed. */
export function shardTarget(
  place: ExportPlace,
  shard: Shard,
  options: FileOptions,
  pipeline: string,
): Target {
  if (options.rejects !== undefined) {
    throw new UsageError('--rejects cannot stand beside --shard: each shard has a place for them', {
      hint: 'leave --rejects out: commit puts those of all shards into the export',
    });
  }
  const inner = place.within(shardFolder(shard)).target(options, pipeline);
  let facts: ShardFacts | undefined;
  let earlier = new Map<string, { readonly records: number }>();
  // What it writes stands alone; how it goes onto the export is the commit's to do.
  const alone = (resource: ResourcePlan): ResourcePlan => ({
    ...resource,
    write_disposition: 'replace',
    vanished: 'keep',
  });

  return {
    shard,
    ...(inner.isSpelled === undefined ? {} : { isSpelled: inner.isSpelled }),
    ...(inner.resumable === undefined ? {} : { resumable: inner.resumable }),

    async prepare(resources, terms) {
      const { share } = terms;
      if (share === undefined) throw new TypeError('a shard of no run');
      if (terms.isLimited) {
        throw new UsageError(`--limit and --shard ${shardText(shard)} contradict each other`, {
          hint: 'a limited shard would make the whole short',
        });
      }
      const base = await place.read();
      refuseTaken(resources, base?.manifest);
      for (const resource of resources) refuseUnfit(resource, base?.manifest.resources.get(resource.name));
      earlier = new Map(base?.manifest.resources);
      facts = {
        ...shard,
        plan: planOf(share.plan, options),
        base: baseOf(base?.text, await place.readState()),
        isRefresh: share.isRefresh,
        files: { compression: options.compression, options: { ...options.formatOptions }, ...options.limits },
        resources: share.resources.map(termsOf),
      };
      await inner.prepare(resources.map(alone), termsWithin(terms, facts));
    },
    sink: (resource, told) => inner.sink(alone(resource), told),
    statePlace: place.name,
    readState: () => place.readState(),
    earlierRecords: (name) => earlier.get(name)?.records,
    commit(outcomes, startedAt, state) {
      if (facts === undefined) throw new TypeError('committed before it was prepared');
      const marked = { ...facts, resources: facts.resources.map((one) => toldOf(one, outcomes)) };
      return inner.commit(outcomes, startedAt, state, { shard: marked });
    },
    abort: (isInterrupted) => inner.abort(isInterrupted),
  };
}

/** A run that goes on must stand on what the interrupted one stood on. */
function termsWithin(terms: RunTerms, { base }: ShardFacts): RunTerms {
  const { resume } = terms;
  return resume === undefined ? terms : { ...terms, resume: { ...resume, plan: `${resume.plan} ${base}` } };
}

function toldOf(terms: ShardTerms, outcomes: readonly ResourceOutcome[]): ShardTerms {
  const outcome = outcomes.find(({ name }) => name === terms.name);
  if (outcome === undefined) return terms;
  const { status, ignored, ranges } = outcome;
  return { ...terms, status, ignored, ...(ranges === undefined ? {} : { ranges }) };
}

function termsOf(resource: ResourcePlan): ShardTerms {
  const { incremental } = resource.endpoint;
  const last = incremental?.last_value_func;
  return {
    name: resource.name,
    table_name: resource.table_name,
    write_disposition: resource.write_disposition,
    primary_key: resource.primary_key,
    merge_key: resource.merge_key,
    ...(resource.hard_delete === undefined ? {} : { hard_delete: resource.hard_delete }),
    ...(resource.dedup_sort === undefined ? {} : { dedup_sort: resource.dedup_sort }),
    vanished: resource.vanished,
    naming: resource.naming,
    max_table_nesting: resource.max_table_nesting,
    dedupe: resource.dedupe,
    ...(resource.columns === undefined
      ? {}
      : {
          columns: resource.columns.map((column) => ({
            ...storedColumn(column),
            from: column.from,
            nullable: column.nullable,
          })),
        }),
    schema_contract: resource.schema_contract,
    ...(incremental === undefined
      ? {}
      : {
          incremental: {
            cursor_path: incremental.cursor_path,
            last_value_func: typeof last === 'function' ? 'function' : (last ?? 'max'),
            ...(incremental.format === undefined ? {} : { format: incremental.format }),
          },
        }),
  };
}

function planOf(plan: string, { format, formatOptions, compression, limits }: FileOptions): string {
  const text = toJsonText([plan, format.name, formatOptions, compression ?? null, limits]);
  return createHash('sha256').update(text).digest('hex');
}
