// What flows: pages out of the source, batches between the stages and into the sink.

import type { Shown } from './resume-point.ts';

export type JsonRecord = Record<string, unknown>;

/** Where records came from. */
export interface Origin {
  readonly resource: string;
  /** `module=Tasks`; empty for a resource without partitions. */
  readonly partition: string;
  /** Number of the page within its partition, from 1. */
  readonly page: number;
  /** What the request for the page after this one needs; undefined after the last page. */
  readonly position: Readonly<Record<string, unknown>> | undefined;
  /** True where the API has said that there is a page behind it. */
  readonly isPromised?: boolean | undefined;
  /** What its partition has shown up to this page. */
  readonly shown?: Shown;
  /** True where more of this page follows, or the page is in doubt. */
  readonly isPart?: boolean;
}

/** What a processing step may look at beside the record; undefined where no step of the resource names it. */
export interface PageContext {
  /** The body. */
  readonly response: unknown;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  /** What makes the partition: by the names of its parameters or placeholders. */
  readonly partition: Readonly<Record<string, unknown>>;
  /** The record of the parent that the page belongs to. */
  readonly parent: JsonRecord | undefined;
}

/** One HTTP response, its records selected but not yet looked at. */
export interface Page extends Origin {
  readonly records: readonly unknown[];
  /** Fields that each record of the page's partition gets. */
  readonly recordFields: Readonly<Record<string, unknown>>;
  /** Only where a processing step looks at it, and no further than the steps. */
  readonly context?: PageContext | undefined;
}

/** A record that could not be brought to its schema, kept aside. */
export interface Reject {
  readonly reason: string;
  /** The column at fault, where it is one. */
  readonly column: string | undefined;
  readonly record: unknown;
}

/** The records of one page travelling together. */
export interface Batch extends Origin {
  readonly records: readonly JsonRecord[];
  readonly rejects: readonly Reject[];
  /** Of the page; gone behind the processing steps. */
  readonly context?: PageContext | undefined;
}
