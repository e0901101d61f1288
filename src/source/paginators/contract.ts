// What a paginator is: pure, without I/O; all it knows between two pages is the serialisable position.
import type { z } from 'zod';
import type { Declaration } from '../../config/component.ts';

/** What is needed to ask for a page; plain JSON, so that a later run could go on from it. */
export type Position = Readonly<Record<string, string | number | boolean | null>>;

/** How the request for a page differs from the resource's own. */
export interface PageRequest {
  readonly position: Position;
  /** Query parameters to set. */
  readonly params?: Readonly<Record<string, string | number | null>>;
  /** Values to set in the JSON body, by dotted path. */
  readonly body?: Readonly<Record<string, string | number>>;
  /** A complete address in place of the resource's, as the server gave it; may be relative. */
  readonly url?: string;
  /** True when the page before said that this one exists: then an empty body is a fault. */
  readonly isPromised?: boolean;
}

/** The end of the chain. */
export interface Done {
  readonly done: true;
  /** False when a configured maximum ended it, not the API. */
  readonly isComplete: boolean;
  readonly warning?: string;
}

/** What a paginator sees of a page that has come. */
export interface PageFacts {
  readonly position: Position;
  /** From 1. */
  readonly index: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly records: readonly unknown[];
}

export interface Paginator {
  first(): PageRequest;
  /** @throws SourceError when the page contradicts itself, e.g. more is said to come but not how to ask for it */
  next(page: PageFacts): PageRequest | Done;
  /** The total that the page states, however much it can be trusted. */
  total?(page: PageFacts): unknown;
  /**
   * For pages that can be counted: the request that comes so many pages after the one that follows this page, if
   * every page until then holds as many records. Undefined past a configured maximum or a stated total. A guess: it
   * is used only where the chain arrives at its position.
   */
  ahead?(page: PageFacts, steps: number): PageRequest | undefined;
  /** Records that a full page holds, where the pipeline says it. */
  readonly pageSize?: number | undefined;
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

export function isDone(next: PageRequest | Done): next is Done {
  return 'done' in next;
}
