// The state in one run: what its resources go on from, and what a later run will.
import { createHash } from 'node:crypto';
import { givenValue } from '../config/incremental-rules.ts';
import type { ResourcePlan } from '../config/pipeline.ts';
import type { CursorState } from '../core/cursor-state.ts';
import { StateError } from '../core/errors.ts';
import type { IncrementalRun } from '../source/incremental/index.ts';
import {
  type PipelineState,
  parseState,
  type ResourceState,
  type StateBasis,
  stateText,
} from './state-text.ts';

/** Where a run begins, in place of its state. */
export interface Backfill {
  readonly since: unknown;
  readonly until: unknown;
}

export interface RunState {
  /** Whether the run reads and moves the state of a resource. */
  keeps(resource: ResourcePlan): boolean;
  /**
   * Takes what the runs before left.
   * @param place how messages call it
   * @throws StateError when it is damaged, of another pipeline, or of a resource that has changed
   */
  load(text: string | undefined, place: string): void;
  /** What is known of a resource; undefined before a run has read it. */
  known(resource: string): ResourceState | undefined;
  /** What the source is told; asked for only after the state is loaded. */
  runOf(resource: ResourcePlan): IncrementalRun;
  /** Moves a resource, as far as the run is concerned; what is kept moves when the text is saved. */
  move(resource: ResourcePlan, states: ReadonlyMap<string, CursorState>): void;
  /** Takes a move back. */
  stay(resource: string): void;
  /** The state with all that has moved; undefined where nothing has. */
  text(): string | undefined;
}

export interface RunStateOptions {
  readonly pipeline: string;
  readonly resources: readonly ResourcePlan[];
  readonly startedAt: Date;
  readonly backfill: Backfill | undefined;
  /** Begins anew, whatever is known. */
  readonly isRefresh: boolean;
}

export function runState(options: RunStateOptions): RunState {
  const { pipeline, resources: selected, startedAt, backfill, isRefresh } = options;
  const resources = new Map<string, ResourceState>();
  const moved = new Map<string, ResourceState>();
  const keeps = ({ endpoint: { incremental } }: ResourcePlan) =>
    incremental !== undefined && backfill === undefined && incremental.end_value === undefined;

  return {
    keeps,
    load(text, place) {
      const before: PipelineState | undefined = text === undefined ? undefined : parseState(text, place);
      if (before === undefined) return;
      if (before.pipeline !== pipeline) {
        throw new StateError(`${place} is of the pipeline ${before.pipeline}, and this is ${pipeline}`, {
          hint: 'give each pipeline a place of its own, or its earlier name',
        });
      }
      for (const [name, state] of before.resources) resources.set(name, state);
      for (const resource of selected) {
        if (!keeps(resource)) continue;
        if (isRefresh) resources.delete(resource.name);
        else refuseChanged(resource, resources.get(resource.name), place);
      }
    },
    known: (name) => resources.get(name),
    runOf(resource) {
      const isKept = keeps(resource);
      return {
        startedAt,
        since: givenValue(resource, backfill?.since)?.raw,
        until: givenValue(resource, backfill?.until)?.raw,
        stateOf: (partition) =>
          isKept ? resources.get(resource.name)?.partitions.get(partition) : undefined,
      };
    },
    move(resource, states) {
      const partitions = new Map(resources.get(resource.name)?.partitions);
      for (const [key, state] of states) partitions.set(key, state);
      moved.set(resource.name, { of: basisOf(resource), partitions });
    },
    stay: (name) => void moved.delete(name),
    text() {
      if (moved.size === 0) return undefined;
      return stateText({ pipeline, resources: new Map([...resources, ...moved]) });
    },
  };
}

function basisOf({ endpoint, primary_key }: ResourcePlan): StateBasis {
  const { incremental } = endpoint;
  const { cursor_path = '', last_value_func: last = 'max' } = incremental ?? {};
  return {
    cursor_path,
    last_value_func: typeof last === 'function' ? 'function' : last,
    primary_key: [...primary_key],
    path: createHash('sha256').update(String(endpoint.path)).digest('base64url').slice(0, 16),
  };
}

function refuseChanged(resource: ResourcePlan, before: ResourceState | undefined, place: string): void {
  const was = before?.of;
  if (was === undefined) return;
  const is = basisOf(resource);
  const words = (basis: StateBasis, key: keyof StateBasis) => [basis[key]].flat().join(', ') || 'nothing';
  const changes = (Object.keys(is) as (keyof StateBasis)[])
    .filter((key) => words(was, key) !== words(is, key))
    .map((key) =>
      key === 'path' ? 'its path has changed' : `${key} is ${words(is, key)}, and was ${words(was, key)}`,
    );
  if (changes.length === 0) return;
  throw new StateError(`resource "${resource.name}" cannot go on from ${place}: ${changes.join('; ')}`, {
    hint: `undo the change, read it anew by --full-refresh, or forget its values: penstock state ${place} reset ${resource.name}`,
  });
}
