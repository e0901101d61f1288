// Going on where an interrupted run was: which resources can, what each had counted, and which had come to their end.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { dedupeMode } from '../config/merge-rules.ts';
import type { ResourcePlan } from '../config/pipeline.ts';
import type { CursorState } from '../core/cursor-state.ts';
import { type PenstockError, StateError, UsageError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import { exits } from '../core/exit-codes.ts';
import { mask } from '../core/mask.ts';
import type { WrittenPartitions } from '../core/resume-point.ts';
import type { BoundPlan } from '../language/language.ts';
import type { LeftResource, RunTerms, Target } from '../sinks/targets/target.ts';
import type { ResourceReport } from './report.ts';

const toldSchema = z.object({
  pages: z.number(),
  retries: z.number(),
  records: z.number(),
  rejects: z.number(),
  firstReason: z.string().optional(),
  /** Of the stages. */
  counts: z.record(z.string(), z.number()),
  ignored: z.number(),
  skipped: z.number(),
  /** False where a configured maximum ended a partition. */
  isComplete: z.boolean(),
});

/** What a run had counted of a resource when the last of its records were safe. */
export type Told = z.output<typeof toldSchema>;

const endSchema = z.object({
  report: z.custom<ResourceReport>((written) => typeof written === 'object' && written !== null),
  states: z
    .array(z.tuple([z.string(), z.custom<CursorState>((state) => typeof state === 'object')]))
    .optional(),
});

export interface EndedResource {
  readonly report: ResourceReport;
  /** What its state moves to. */
  readonly states: ReadonlyMap<string, CursorState> | undefined;
}

export interface ResumeOptions {
  readonly target: Target;
  readonly isWanted: boolean;
  readonly limit: number | undefined;
  /** What else the run was asked for that makes its records others. */
  readonly asked: unknown;
}

export interface Resume {
  /** For the target. */
  readonly terms: RunTerms['resume'];
  /** Whether it is noted batch by batch how far a resource has come. */
  isNoted(resource: ResourcePlan): boolean;
  /** Where its partitions go on; asked once the target is prepared. */
  writtenOf(resource: string): WrittenPartitions;
  /** Undefined for a resource that begins anew. */
  toldOf(resource: string): Told | undefined;
  records(resource: string): ReturnType<LeftResource['records']>;
  /**
   * Once the target is prepared: decides what each resource goes on from.
   * @returns those that need not be read
   */
  settle(emit: Emit): Promise<ReadonlyMap<string, EndedResource>>;
  ended(resource: string, report: ResourceReport, states?: ReadonlyMap<string, CursorState>): Promise<void>;
  /** Whether what is safe stays behind a run that ended so; it is said in the error. */
  keeps(errors: readonly PenstockError[], exitCode: number): boolean;
}

const INTERRUPTED: ReadonlySet<number> = new Set([
  exits.transient.code,
  exits.hangup.code,
  exits.interrupt.code,
  exits.terminate.code,
]);

/** @throws UsageError where the run is asked to go on, and its output is nothing that one can go on with */
export function openResume(
  plan: BoundPlan,
  selected: readonly ResourcePlan[],
  options: ResumeOptions,
): Resume {
  const { target, isWanted, limit } = options;
  if (isWanted) refuseUnfit(options);
  const isOn = target.resumable !== undefined && limit === undefined;
  const terms = isOn ? { plan: fingerprintOf(plan, selected, options.asked), isWanted } : undefined;
  const left = (resource: string) => (isWanted ? target.resumable?.left(resource) : undefined);
  const familyOf = familiesOf(plan.resources);
  const told = new Map<string, Told>();
  const restored = new Map<string, EndedResource>();

  return {
    terms,
    isNoted: (resource) =>
      isOn &&
      resource.endpoint.incremental === undefined &&
      resource.merge_key.length === 0 &&
      dedupeMode(resource) === 'first' &&
      familyOf(resource.name).length === 1,
    writtenOf: (resource) => ({
      isEmpty: () => !told.has(resource),
      of: (partition) => left(resource)?.points.get(partition),
    }),
    toldOf: (resource) => told.get(resource),
    records: (resource) => left(resource)?.records() ?? nothing(),
    async settle(emit) {
      if (!isWanted) return restored;
      for (const { name } of selected) {
        const one = left(name);
        if (one === undefined) continue;
        const isWhole = familyOf(name).every(
          (member) => !selected.some((other) => other.name === member) || left(member)?.isEnded === true,
        );
        if (one.isEnded && isWhole) {
          const { report, states } = parsed(endSchema, one.told, name);
          restored.set(name, { report, states: states && new Map(states) });
        } else if (!one.isEnded) {
          told.set(name, withHead(parsed(toldSchema, one.told, name), one.head));
        }
      }
      for (const { name } of selected) {
        if (!restored.has(name) && !told.has(name)) await target.resumable?.anew(name);
      }
      sayWhat(restored, told, emit);
      return restored;
    },
    ended: async (resource, report, states) => {
      if (isOn) await target.resumable?.ended(resource, { report, states: states && [...states] });
    },
    keeps(errors, exitCode) {
      if (!isOn || !INTERRUPTED.has(exitCode) || target.resumable?.isWorthIt !== true) return false;
      for (const error of errors) {
        if (INTERRUPTED.has(error.exitCode))
          error.advise('what is safe was kept: go on from there with --resume');
      }
      return true;
    },
  };
}

/** Records of a page that is read again are duplicates then, and are counted among those that were written. */
function withHead(told: Told, head: number): Told {
  const { duplicates = 0 } = told.counts;
  return { ...told, records: told.records + head, counts: { ...told.counts, duplicates: duplicates - head } };
}

async function* nothing(): AsyncGenerator<never, void, undefined> {}

function refuseUnfit({ target, limit }: ResumeOptions): void {
  const what =
    limit !== undefined
      ? '--limit reads anew'
      : target.resumable === undefined
        ? 'only a directory keeps what an interrupted run has read: use -o DIR'
        : undefined;
  if (what !== undefined) throw new UsageError(`--resume cannot go on here: ${what}`);
}

function sayWhat(
  restored: ReadonlyMap<string, EndedResource>,
  told: ReadonlyMap<string, Told>,
  emit: Emit,
): void {
  const say = (resource: string | undefined, message: string) => emit({ kind: 'warning', resource, message });
  if (restored.size === 0 && told.size === 0)
    say(undefined, 'nothing to go on from was found; everything is read from its beginning');
  for (const name of restored.keys()) say(name, 'was complete, and is not read again');
  for (const [name, { records, pages }] of told)
    say(name, `goes on behind ${records} records of ${pages} pages`);
}

function parsed<T>(schema: z.ZodType<T>, written: unknown, resource: string): T {
  const { success, data } = schema.safeParse(written);
  if (success) return data;
  throw new StateError(`resource "${resource}": what an interrupted run told of it is damaged`, {
    hint: 'run without --resume: everything is read anew',
  });
}

/** Resources that are read for each other's records: parents, their children, and theirs. */
function familiesOf(resources: readonly ResourcePlan[]): (name: string) => readonly string[] {
  const parentOf = new Map(resources.map(({ name, parent }) => [name, parent?.resource]));
  const headOf = (name: string): string => {
    const parent = parentOf.get(name);
    return parent === undefined ? name : headOf(parent);
  };
  return (name) => {
    const head = headOf(name);
    return resources.map((one) => one.name).filter((other) => headOf(other) === head);
  };
}

/** What a run reads and how, without what is secret in it. */
export function fingerprintOf(plan: BoundPlan, selected: readonly ResourcePlan[], asked: unknown): string {
  // Shards have shares of it, which make no other records.
  const { rate_limit: _, ...client } = plan.client;
  const text = JSON.stringify([plan.name, client, selected, asked], (_key, value: unknown) => {
    if (typeof value === 'function' || typeof value === 'bigint' || value instanceof RegExp)
      return String(value);
    if (value instanceof Map || value instanceof Set) return [...value];
    return value;
  });
  return createHash('sha256').update(mask(text)).digest('hex');
}

/** Takes in what an interrupted run has written, so that nothing of it comes twice. */
export async function rememberWritten(
  records: AsyncIterable<readonly Record<string, unknown>[]>,
  chain: { remember(records: readonly Record<string, unknown>[]): void },
  signal: AbortSignal,
): Promise<void> {
  for await (const some of records) {
    signal.throwIfAborted();
    chain.remember(some);
  }
}
