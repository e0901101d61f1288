// The state of an export once its shards are in place: what each of them has moved.
import { isDeepStrictEqual } from 'node:util';
import type { CursorState } from '../../core/cursor-state.ts';
import { parseState, type ResourceState, stateText } from '../state-text.ts';

export interface ShardState {
  /** How messages call it. */
  readonly place: string;
  readonly text: string | undefined;
}

/**
 * @param base the state that all shards went on from
 * @param isRefresh whether what they have read anew takes the place of all that was known
 * @returns undefined where nothing has moved
 * @throws StateError for one that is damaged
 */
export function mergedState(
  base: ShardState,
  shards: readonly ShardState[],
  isRefresh: boolean,
): string | undefined {
  const before = base.text === undefined ? undefined : parseState(base.text, base.place);
  const moved = new Map<string, ResourceState>();
  let pipeline = before?.pipeline;
  for (const { text, place } of shards) {
    if (text === undefined) continue;
    const state = parseState(text, place);
    pipeline ??= state.pipeline;
    for (const [name, { of, partitions }] of state.resources) {
      const was = before?.resources.get(name);
      const own = [...partitions].filter(
        ([key, value]) => isRefresh || !isDeepStrictEqual(value, was?.partitions.get(key)),
      );
      if (own.length === 0) continue;
      const known = moved.get(name)?.partitions ?? (isRefresh ? new Map() : was?.partitions);
      const all = new Map<string, CursorState>(known);
      for (const [key, value] of own) all.set(key, value);
      moved.set(name, { of, partitions: all });
    }
  }
  if (moved.size === 0 || pipeline === undefined) return undefined;
  return stateText({ pipeline, resources: new Map([...(before?.resources ?? []), ...moved]) });
}
