// Which page is the first: 1, unless page 0 holds records that page 1 does not.
import { toJsonText } from '../core/json.ts';
import { own } from '../core/path.ts';
import type { PageAnswer } from './http/client.ts';
import type { Paginator, Position } from './paginators/contract.ts';
import type { Window } from './window.ts';

/** Asks for both beside each other, where the pipeline does not say which it is. */
export async function firstPosition(
  { start, before }: Paginator,
  window: Window,
  recordsOf: (answer: PageAnswer) => readonly unknown[],
): Promise<Position> {
  if (before === undefined) return start;
  window.start(start);
  const [zero, one] = await Promise.all([window.peek(before), window.peek(start)]);
  if (zero === undefined || one === undefined) return start;
  const first = recordsOf(one);
  return isPageOfItsOwn(recordsOf(zero), first) ? before : start;
}

function isPageOfItsOwn(zero: readonly unknown[], one: readonly unknown[]): boolean {
  const held = new Set(one.map(identityOf));
  const isNew = zero.some((record) => !held.has(identityOf(record)));
  // Page 0 may also mean all pages at once; then it holds the whole of page 1, too.
  const all = new Set(zero.map(identityOf));
  return isNew && !(one.length > 0 && zero.length > one.length && [...held].every((id) => all.has(id)));
}

/** What tells a record from another: its id, where there is one, for other fields may change between two requests. */
export function identityOf(record: unknown): string {
  const id = own(record, 'id') ?? own(record, 'uuid') ?? own(record, 'key');
  return toJsonText(id === undefined || id === null ? record : id);
}
