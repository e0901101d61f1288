// What a stage is: its counters, and a function from batch to batch whose memory lives in its closure.
import type { ResourcePlan } from '../config/pipeline.ts';
import type { Batch, JsonRecord } from '../core/batch.ts';
import type { Emit } from '../core/events.ts';
import type { RowSet } from '../core/row-set.ts';
import type { ChildFeed } from './child-feed.ts';

/** A number in the report. */
export interface Counter {
  /** What is counted, as the report says it behind the number; `(s)` where there is more than one. */
  readonly words: string;
  /** Tells of changed or missing data, so it is said under `-q` too. */
  readonly isNotice?: boolean;
}

export interface StageContext<Name extends string = string> {
  /** Added to while the stage runs. */
  readonly counts: Record<Name, number>;
  readonly emit: Emit;
  /** What the resources are fed by that are read for the records of this one. */
  readonly feeds?: readonly ChildFeed[];
  /** Whether rows that were written can be taken out again behind the run; asked for with the first record. */
  readonly isCompacted?: () => boolean;
  /** Whether undeclared values lose their type in the output, so that keys compare as they are spelled. */
  readonly isSpelled?: boolean;
}

/** What is true of a run when the earlier snapshot is gone through behind its records. */
export interface EarlierTerms {
  /** Every record that the API had to give was read and kept. */
  readonly isWhole: boolean;
  readonly startedAt: Date;
}

/** A stage at work on one resource. It is a plain function, so it can be tested without any stream. */
export interface StageInUse {
  /** @throws PenstockError that ends the resource */
  push(batch: Batch): Batch;
  /** In place of `push` where one batch may become many: each is made when it is asked for. */
  spread?(batch: Batch): Iterable<Batch>;
  /** Takes back what it remembers of records that have passed it, and were cut off later. */
  forget?(records: readonly JsonRecord[]): void;
  /** Takes in what has passed it in a run that was interrupted, and is not read again. */
  remember?(records: readonly JsonRecord[]): void;
  /** What it makes of records of the earlier snapshot, behind all others; default: leaves them as they are. */
  pushEarlier?(batch: Batch, terms: EarlierTerms): Batch;
  /** Called once, when every batch has passed. */
  end?(): void;
  /** Rows that have passed and do not count any more: numbered as they passed, from 0. */
  superseded?(): RowSet;
  /** Gives memory and disk space back, however the resource ended. */
  close?(): void;
}

export interface Stage<Name extends string = string> {
  readonly name: string;
  readonly counts: Readonly<Record<Name, Counter>>;
  /** @returns undefined for a resource that has no use for it */
  create(resource: ResourcePlan, context: StageContext<Name>): StageInUse | undefined;
}

/** Counters at zero, and nobody who listens: for a stage used by itself. */
export function contextFor<Name extends string>(stage: Stage<Name>): StageContext<Name> {
  const counts = Object.fromEntries(Object.keys(stage.counts).map((name) => [name, 0]));
  return { counts: counts as Record<Name, number>, emit: () => {} };
}
