// What a run did: the report's shape, and the exit code that follows from it.
import type { PenstockError } from '../core/errors.ts';
import { exits } from '../core/exit-codes.ts';
import type { RangeFacts } from '../core/page-range.ts';
import type { ResourceStatus } from '../core/resource-status.ts';
import type { PublishedFile, ResourceOutcome } from '../sinks/targets/target.ts';
import type { IncrementalCounts } from '../source/incremental/sift.ts';
import type { StageCounts } from '../stages/index.ts';

export type { ResourceStatus } from '../core/resource-status.ts';

/** What became of one resource; the stages' own counters are in it too. */
export interface ResourceReport extends Readonly<StageCounts> {
  readonly name: string;
  readonly status: ResourceStatus;
  readonly pages: number;
  readonly retries: number;
  /** Records that reached the sink. */
  readonly records: number;
  /** Records of the earlier snapshot that `merge` carried over. */
  readonly kept: number;
  readonly rejects: number;
  /** Answers that response_actions said to ignore. */
  readonly ignored: number;
  /** Records of the parent that were left out: they lack the value to read by. */
  readonly skipped: number;
  /** The total that the API stated last, where it stated one. */
  readonly statedTotal?: unknown;
  /** What a shard found at the borders of the ranges of pages that it read. */
  readonly ranges?: readonly RangeFacts[];
  /** What an incremental resource left out, and why. */
  readonly incremental?: Readonly<IncrementalCounts>;
  /** It failed, and what it had read until then is put in place with the state that belongs to it. */
  readonly isKept?: boolean;
  readonly seconds: number;
  readonly error?: PenstockError;
}

export interface Report {
  readonly pipeline: string;
  readonly startedAt: Date;
  readonly seconds: number;
  readonly resources: readonly ResourceReport[];
  readonly files: readonly PublishedFile[];
  /** The reader of stdout went away, which ends a run without fault. */
  readonly isPipeClosed: boolean;
  readonly exitCode: number;
}

/** Whether its output is put in place. */
export function isPublished({ status, isKept }: ResourceReport): boolean {
  return isReadToItsEnd(status) || isKept === true;
}

function isReadToItsEnd(status: ResourceStatus): boolean {
  return status === 'complete' || status === 'limited' || status === 'partial';
}

/** What its target is told of it. */
export function outcomeOf(resource: ResourceReport): ResourceOutcome {
  return { ...resource, isComplete: resource.status !== 'limited' && resource.isKept !== true };
}

/** 0 when all is well, 6 when some is, else the code of the first failure. */
export function exitCodeOf(resources: readonly ResourceReport[]): number {
  const isWell = ({ status }: ResourceReport) => status === 'complete' || status === 'limited';
  if (resources.every(isWell)) return exits.complete.code;
  if (resources.some(({ status }) => isReadToItsEnd(status))) return exits.partial.code;
  return resources.find(({ error }) => error !== undefined)?.error?.exitCode ?? exits.internal.code;
}
