// --shard, --shards, --rate-share: the share that a process has in a run of several.
import { type Command, InvalidArgumentError } from 'commander';
import type { Environment } from '../config/environment.ts';
import { UsageError } from '../core/errors.ts';
import { MOST_SHARDS, parseShard, type Shard } from '../core/shard.ts';
import type { BoundPlan } from '../language/language.ts';
import { positiveInteger } from './command.ts';

export interface ShardOptions {
  readonly shard?: Shard;
  readonly shards?: number;
  readonly rateShare?: number;
  readonly pageRange?: number;
}

/** Where the engines that start many processes tell each its number, from 0. */
export const INDEX_VARIABLES = [
  'JOB_COMPLETION_INDEX',
  'AWS_BATCH_JOB_ARRAY_INDEX',
  'CLOUD_RUN_TASK_INDEX',
] as const;

export function withShards(command: Command): Command {
  return command
    .option(
      '--shard <k/n>',
      'read the k-th of n shares (from 1) into a place of its own within -o; penstock commit completes them',
      shard,
    )
    .option('--shards <n>', `the same, with k from ${INDEX_VARIABLES.join(', ')} (there from 0)`, shardCount)
    .option(
      '--page-range <pages>',
      'with them: read lists without partitions in ranges of so many pages, whose borders commit compares',
      pageRange,
    )
    .option(
      '--rate-share <part>',
      'use this part of client.rate_limit, as 1/16 or 0.25; default: 1/n beside --shard',
      rateShare,
    );
}

export function shardCount(text: string): number {
  const count = positiveInteger(text);
  if (count <= MOST_SHARDS) return count;
  throw new InvalidArgumentError(`expected at most ${MOST_SHARDS}.`);
}

/** A range begins with the last page of the one before. */
export function pageRange(text: string): number {
  const pages = positiveInteger(text);
  if (pages > 1) return pages;
  throw new InvalidArgumentError('expected 2 or more.');
}

/**
 * @returns undefined for a run that reads all
 * @throws UsageError when the options contradict each other or the environment
 */
export function shardOf(options: ShardOptions, environment: Environment): Shard | undefined {
  const { shard: given, shards: count } = options;
  if (options.pageRange !== undefined && given === undefined && count === undefined)
    throw new UsageError('--page-range cuts a run of several processes', {
      hint: 'add --shard 1/4, or --shards 4',
    });
  if (count === undefined) return given;
  if (given !== undefined)
    throw new UsageError('--shard and --shards contradict each other', { hint: 'give one of them' });
  const name = INDEX_VARIABLES.find((one) => environment[one] !== undefined && environment[one] !== '');
  if (name === undefined) {
    throw new UsageError('--shards takes its index from the environment, which has none', {
      hint: `set ${INDEX_VARIABLES.join(' or ')}, or give --shard 1/${count}`,
    });
  }
  const written = environment[name] ?? '';
  const index = /^\d+$/.test(written) ? Number(written) + 1 : Number.NaN;
  if (index >= 1 && index <= count) return { index, count };
  throw new UsageError(`${name}=${written} is no index of ${count} shards`, {
    hint: `expected 0 to ${count - 1}`,
  });
}

/**
 * Divides the rate limits among the processes that read at once.
 * @throws UsageError for a share of a limit that is not there
 */
export function withRateShare(plan: BoundPlan, options: ShardOptions, shard: Shard | undefined): BoundPlan {
  const share = options.rateShare ?? (shard === undefined ? 1 : 1 / shard.count);
  const { rate_limit: limit } = plan.client;
  if (limit === undefined || limit === null) {
    if (options.rateShare === undefined || share === 1) return plan;
    throw new UsageError('--rate-share divides client.rate_limit, and the pipeline declares none', {
      hint: 'declare it, or leave --rate-share out',
    });
  }
  const requests_per_second = limit.requests_per_second * share;
  const burst = Math.max(1, Math.floor(limit.burst * share));
  return { ...plan, client: { ...plan.client, rate_limit: { ...limit, requests_per_second, burst } } };
}

function shard(text: string): Shard {
  const parsed = parseShard(text);
  if (parsed !== undefined) return parsed;
  throw new InvalidArgumentError('expected k/n with k from 1 to n, such as 3/16.');
}

function rateShare(text: string): number {
  const [, of, all = '1'] = /^(\d*\.?\d+)(?:\/(\d+))?$/.exec(text) ?? [];
  const share = Number(of) / Number(all);
  if (share > 0 && share <= 1) return share;
  throw new InvalidArgumentError('expected a part of 1, such as 1/16 or 0.25.');
}
