// What the manifest of a shard says beyond its files: of which run it is a share, and how its resources are put in place.
import { z } from 'zod';
import { storedColumnSchema } from '../../columns/stored.ts';
import { rangeFactsSchema } from '../../core/page-range.ts';
import { RESOURCE_STATUSES } from '../../core/resource-status.ts';

const contractModes = ['evolve', 'discard_value', 'discard_row', 'freeze'] as const;

/** A resource as its output depends on it: `commit` has no pipeline at hand. */
const termsSchema = z.object({
  name: z.string(),
  table_name: z.string(),
  status: z.enum(RESOURCE_STATUSES).optional(),
  write_disposition: z.enum(['append', 'replace', 'merge']),
  primary_key: z.array(z.string()).readonly(),
  merge_key: z.array(z.string()).readonly(),
  hard_delete: z.string().optional(),
  dedup_sort: z.object({ column: z.string(), order: z.enum(['asc', 'desc']) }).optional(),
  vanished: z.enum(['keep', 'drop', 'mark']),
  naming: z.enum(['keep', 'snake_case']),
  max_table_nesting: z.number(),
  dedupe: z.boolean(),
  /** Declared ones. */
  columns: z
    .array(storedColumnSchema.extend({ from: z.string(), nullable: z.boolean() }))
    .readonly()
    .optional(),
  schema_contract: z.object({
    columns: z.enum(contractModes),
    data_type: z.enum(['discard_value', 'discard_row', 'freeze']),
  }),
  incremental: z
    .object({
      cursor_path: z.string(),
      last_value_func: z.enum(['max', 'min', 'function']),
      format: z.string().optional(),
    })
    .optional(),
  /** Answers that response_actions said to ignore: they may have held records that count as vanished. */
  ignored: z.number().optional(),
  /** Of a list that is read in ranges of pages: those that the shard has read. */
  ranges: z.array(rangeFactsSchema).readonly().optional(),
});

export const shardFactsSchema = z.object({
  index: z.number(),
  count: z.number(),
  /** Of the pipeline, of what was asked of the run, and of how its files are made: the same in all shards. */
  plan: z.string(),
  /** Of the export and the state that it goes on from. */
  base: z.string(),
  /** Resources whose earlier state gives way. */
  isRefresh: z.boolean(),
  /** How its files are made. */
  files: z.object({
    compression: z.enum(['gzip', 'zstd']).optional(),
    options: z.record(z.string(), z.unknown()),
    records: z.number().optional(),
    bytes: z.number().optional(),
  }),
  resources: z.array(termsSchema),
});

export type ShardFacts = z.output<typeof shardFactsSchema>;
export type ShardTerms = z.output<typeof termsSchema>;

/** What the manifest of an export says of the shards that were put in place last. */
export const committedSchema = z.object({ count: z.number(), manifests: z.array(z.string()) });
