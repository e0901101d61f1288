// What a paginator is: pure, without I/O; all it knows between two pages is the serialisable position.
import type { z } from 'zod';
import type { Declaration } from '../../config/component.ts';
import type { JsonObject, QueryParams } from '../../config/fields.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What is needed to ask for a page; plain JSON, so that a later run can go on from it. */
export type Position = { readonly [key: string]: Json };

type QueryValue = string | number | boolean | null;

/** How the request for a page differs from the resource's own. */
export interface PageRequest {
  /** Query parameters to set; null removes one. */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Values to set in the JSON body, by path; a BigInt keeps its digits. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** What stands in place of the resource's own, each by itself; with it what partitions add in that place. */
  readonly instead?: {
    readonly path?: string | undefined;
    readonly params?: QueryParams | undefined;
    readonly json?: JsonObject | undefined;
  };
  /** A complete address in place of the resource's; a relative one is resolved against the resource's. */
  readonly url?: string;
}

/** Where the chain goes on. */
export interface Next {
  readonly position: Position;
  /** True when the page before said that this one exists: then an empty body is a fault. */
  readonly isPromised?: boolean;
}

/** The end of the chain. */
export interface Done {
  readonly done: true;
  /** False when a configured maximum ended it, not the API. */
  readonly isComplete: boolean;
  /** True when a key of the pipeline (`has_more_path`, `stop_condition`) says that this is the end. */
  readonly isStated?: boolean;
  /** True where only so much of the list was asked for; the rest is another process's. */
  readonly isBorder?: boolean;
  /** True where the page is none of the chain, but an earlier one again: the API had no further one to give. */
  readonly isPast?: boolean;
  readonly warning?: string;
}

/** What a paginator sees of a page that has come. */
export interface PageFacts {
  readonly position: Position;
  /** From 1. */
  readonly index: number;
  /** Where the page came from in the end; links are resolved against it. */
  readonly url: string;
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly records: readonly unknown[];
  /** How many records of a long page come before those, which are its last then. */
  readonly earlier?: number;
}

/** How many records a page has. */
export function recordCount({ records, earlier = 0 }: PageFacts): number {
  return earlier + records.length;
}

/** Totals as they stand in a page, however much they can be trusted. */
export interface StatedTotals {
  readonly records?: unknown;
  readonly pages?: unknown;
  /** Where they stand, for messages; default `total_path`. */
  readonly place?: string;
}

/** How the end of a paginator's chains is judged against the evidence. */
export interface EndingPolicy {
  /** True where the pipeline says that one page is all: nothing is asked then. */
  readonly isUnquestioned?: boolean;
  /** True where the pipeline names no paginator. */
  readonly isAssumed?: boolean;
  /** True where a stated total proves nothing. */
  readonly isTotalHint?: boolean;
  /** Pages without records in a row that are read before the chain fails; default 10. */
  readonly maximumEmptyPages?: number;
  /** Where the pipeline says that a page names the next one. */
  readonly looksFor?: NamedPlace;
  /** Where the pipeline says that a page tells whether there is more. */
  readonly asks?: NamedPlace | undefined;
  /** The key of the pipeline that names what the API takes for a place in the chain: `offset_param "startAt"`. */
  readonly sends?: string;
}

/** A key of the pipeline that names a place in a page, and what it says, for messages: `cursor_path "meta.next"`. */
export interface NamedPlace {
  readonly key: string;
  readonly value: string;
  /** Whether the place is on this page, be it null. */
  isOn(page: PageFacts): boolean;
}

export interface Paginator {
  /** The first page. */
  readonly start: Position;
  /** The request for a page; a position that was saved asks for the same page again. */
  request(position: Position): PageRequest;
  /** @throws SourceError when the page contradicts itself, e.g. more is said to come but not how to ask for it */
  next(page: PageFacts): Next | Done;
  total?(page: PageFacts): StatedTotals | undefined;
  /**
   * For pages that can be counted: the page that comes so many pages after the one that follows this page, if every
   * page until then holds as many records. Undefined past a configured maximum. A guess: it is used only where the
   * chain arrives at its position.
   */
  ahead?(page: PageFacts, steps: number): Position | undefined;
  /** Which pages can be counted; default: all, where `ahead` is there. */
  isCounted?(page: PageFacts): boolean;
  /** Records that a full page holds, where the pipeline says it. */
  readonly pageSize?: number | undefined;
  /** A page that may come before the first: it is where it holds records that the first does not. */
  readonly before?: Position | undefined;
  readonly ending?: EndingPolicy;
}

/** A paginator as it is registered. */
export interface PaginatorDeclaration<Type extends string = string, Options extends z.ZodObject = z.ZodObject>
  extends Declaration<Type, Options> {
  create(options: z.output<Options>): Paginator;
}

/** Types a declaration by its own schema, so that `create` gets what the schema checked. */
export function declarePaginator<Type extends string, Options extends z.ZodObject>(
  declaration: PaginatorDeclaration<Type, Options>,
): PaginatorDeclaration<Type, Options> {
  return declaration;
}

export const done: Done = { done: true, isComplete: true };

export function isDone(next: Next | Done): next is Done {
  return 'done' in next;
}
