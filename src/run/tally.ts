// Pages and retries of each resource, counted from the events of the run.
import type { Emit, PenstockEvent } from '../core/events.ts';

export interface Tally {
  readonly emit: Emit;
  pages(resource: string): number;
  retries(resource: string): number;
}

/** @param next gets every event too */
export function createTally(next: Emit): Tally {
  const retries = new Map<string, number>();
  const pages = new Map<string, number>();
  const add = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  return {
    emit(event: PenstockEvent) {
      if (event.kind === 'retry' && event.resource !== undefined) add(retries, event.resource);
      if (event.kind === 'page') add(pages, event.resource);
      next(event);
    },
    retries: (resource) => retries.get(resource) ?? 0,
    pages: (resource) => pages.get(resource) ?? 0,
  };
}
