// Which state a run goes on from: the one beside its output, the one of a store, or none.
import { compareOrdered } from '../columns/ordered.ts';
import { givenValue } from '../config/incremental-rules.ts';
import type { ResourcePlan } from '../config/pipeline.ts';
import { ConfigError, StateError, UsageError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import { show } from '../core/text.ts';
import type { Target } from '../sinks/targets/target.ts';
import { placedPlan, type StateTerms } from './incremental-job.ts';
import { type RunState, runState } from './run-state.ts';
import type { StateStore } from './state-store.ts';

/** What a run is told that bears on its state. */
export interface StateOptions {
  readonly target: Target;
  /** Where the state is kept, for a target that keeps none itself. */
  readonly state?: StateStore | undefined;
  /** Reads incremental resources from here, without looking at their state or moving it. */
  readonly since?: unknown;
  /** Reads them up to here, in the same way. */
  readonly until?: unknown;
  /** Reads incremental resources from the beginning; their earlier records and state give way together. */
  readonly fullRefresh?: boolean | undefined;
  /** Most records of each resource. */
  readonly limit?: number | undefined;
  /** Lets a limited run, or one whose every record was rejected, replace a complete snapshot. */
  readonly force?: boolean | undefined;
}

export interface OpenedState {
  readonly terms: StateTerms;
  /** The resources as the target sees them. */
  readonly placed: readonly ResourcePlan[];
  /**
   * Once the target is prepared: reads the state, before anything is requested.
   * @throws StateError or ConfigError when the run cannot go on from it
   */
  load(): Promise<void>;
  /** What goes in place with the output; undefined where nothing does. */
  beside(): string | undefined;
  /** Once the output is in place: saves the state where a store has it. */
  save(): Promise<void>;
  /** Never fails. */
  close(): Promise<void>;
}

/** @throws UsageError for options that contradict each other, or that no resource has a use for */
export function openState(
  pipeline: string,
  resources: readonly ResourcePlan[],
  startedAt: Date,
  options: StateOptions,
  emit: Emit,
): OpenedState {
  const { target, state: store, since, until, fullRefresh: isRefresh = false, limit } = options;
  const isBackfill = since !== undefined || until !== undefined;
  const incremental = resources.filter(({ endpoint }) => endpoint.incremental !== undefined);
  refuseOptions(options, incremental);
  const backfill = isBackfill ? { since, until } : undefined;
  const state = runState({ pipeline, resources, startedAt, backfill, isRefresh });
  const kept = incremental.filter((resource) => state.keeps(resource));
  const hasStore = target.readState !== undefined || store !== undefined;
  const terms: StateTerms = { state, hasStore, isRefresh, limit };
  if (kept.length > 0 && !hasStore) {
    emit({
      kind: 'warning',
      resource: kept[0]?.name,
      message: 'no state is kept here, so every run begins at the beginning; keep one with --state FILE',
    });
  }
  return {
    terms,
    placed: resources.map((resource) => placedPlan(resource, terms)),
    async load() {
      if (kept.length === 0) return;
      const place = target.statePlace ?? store?.name ?? 'the state';
      const text = target.readState === undefined ? await store?.load() : await target.readState();
      state.load(text, place);
      if (isRefresh) return;
      for (const resource of kept) refuseUnfit(resource, target, state, options);
    },
    beside: () => (target.readState === undefined ? undefined : state.text()),
    async save() {
      const text = target.readState === undefined ? state.text() : undefined;
      if (text !== undefined) await store?.save(text);
    },
    async close() {
      await store?.close?.().catch(() => {});
    },
  };
}

function refuseOptions(
  { target, state, since, until, fullRefresh }: StateOptions,
  incremental: readonly ResourcePlan[],
): void {
  const isBackfill = since !== undefined || until !== undefined;
  if (isBackfill && fullRefresh === true) {
    throw new UsageError('--since and --until read a part, and --full-refresh reads all anew: one of them');
  }
  if (state !== undefined && target.readState !== undefined) {
    throw new UsageError('a directory keeps its own state, _state.json; leave --state out');
  }
  for (const resource of isBackfill ? incremental : []) refuseValues(resource, since, until);
  if (incremental.length > 0 || !(isBackfill || fullRefresh === true)) return;
  const flag = isBackfill ? '--since or --until' : '--full-refresh';
  throw new UsageError(`${flag} is for incremental resources, and none is selected`, {
    hint: 'say endpoint.incremental in the pipeline, or leave the flag out',
  });
}

function refuseValues(resource: ResourcePlan, since: unknown, until: unknown): void {
  const [from, to] = Object.entries({ since, until }).map(([name, raw]) => {
    const value = raw === undefined ? undefined : givenValue(resource, raw);
    if (raw === undefined || value !== undefined) return value;
    throw new UsageError(`--${name} ${show(raw)} is no value of the cursor of resource "${resource.name}"`, {
      hint: 'give it as its column, or the initial_value, has it',
    });
  });
  if (from === undefined || to === undefined) return;
  const last = resource.endpoint.incremental?.last_value_func;
  const isBefore = from.kind === to.kind && compareOrdered(from, to) * (last === 'min' ? -1 : 1) <= 0;
  if (!isBefore && typeof last !== 'function') {
    throw new UsageError(`--until ${show(until)} does not come after --since ${show(since)}`);
  }
}

/** A state and the records that belong to it must both be there, or neither. */
function refuseUnfit(
  { name, write_disposition: disposition }: ResourcePlan,
  target: Target,
  state: RunState,
  { limit, force }: StateOptions,
): void {
  if (target.readState === undefined || target.earlierRecords === undefined) return;
  const records = target.earlierRecords(name);
  const isKnown = state.known(name) !== undefined;
  if (isKnown && records === undefined) {
    throw new StateError(`resource "${name}": the state goes on from records that are not there`, {
      hint: 'restore the directory as it was, or begin anew with --full-refresh',
    });
  }
  if (disposition !== 'append') return;
  if (!isKnown && records !== undefined && records > 0) {
    throw new StateError(
      `resource "${name}": ${records} records lie there, and no state says up to where; what comes now might come twice`,
      {
        hint: `say it with penstock state ${target.statePlace} set ${name} VALUE, or begin anew with --full-refresh`,
      },
    );
  }
  if (limit === undefined || force === true) return;
  throw new ConfigError(
    `resource "${name}": a limited run would append records that the next run appends again`,
    { hint: 'export into another place, or add --force' },
  );
}
