// The state of a pipeline as text: `_state.json`, or the file of --state.
import { z } from 'zod';
import type { CursorState, SeenAt } from '../core/cursor-state.ts';
import { describe, StateError } from '../core/errors.ts';
import { ExactNumber } from '../core/exact-number.ts';
import { toJsonText } from '../core/json.ts';
import { parseJson } from '../core/parse-json.ts';

const VERSION = 1;

const basisSchema = z.object({
  cursor_path: z.string(),
  last_value_func: z.string(),
  primary_key: z.array(z.string()),
  /** A hash: a path may hold what is nobody else's business. */
  path: z.string(),
});

/** What the values of a resource depend on. */
export type StateBasis = z.output<typeof basisSchema>;

export interface ResourceState {
  /** Undefined where a value was set by hand, for a resource that no run had read. */
  readonly of: StateBasis | undefined;
  readonly partitions: ReadonlyMap<string, CursorState>;
}

export interface PipelineState {
  readonly pipeline: string;
  readonly resources: ReadonlyMap<string, ResourceState>;
}

// Maps, because a resource may be called as what every object has (`__proto__`).
const mapOf = <T>(one: z.ZodType<T>) =>
  z
    .custom<object>((written) => typeof written === 'object' && written !== null && !Array.isArray(written), {
      error: 'expected an object',
    })
    .transform((written) => new Map(Object.entries(written).map(([key, value]) => [key, one.parse(value)])));

const isValue = (value: unknown): boolean =>
  ['string', 'number', 'bigint'].includes(typeof value) || value instanceof ExactNumber;

const value = z.custom<unknown>((written) => isValue(written), { error: 'expected a text or a number' });
const seen = z
  .custom<SeenAt>(
    (written) =>
      Array.isArray(written) &&
      (written[0] === null || isValue(written[0])) &&
      written.slice(1).every((hash) => typeof hash === 'string'),
    { error: 'expected a value and hashes' },
  )
  .array();
const cursorState = z.strictObject({ value: value.optional(), seen: seen.optional() });

const stateSchema = z.strictObject({
  version: z.literal(VERSION),
  pipeline: z.string(),
  resources: mapOf(z.strictObject({ of: basisSchema.optional(), partitions: mapOf(cursorState) })),
});

/**
 * @param place how messages call it
 * @throws StateError for a text that is damaged, or of a later version
 */
export function parseState(text: string, place: string): PipelineState {
  const hint = `restore it, or delete it to begin anew (a directory: with --full-refresh, so that nothing comes twice)`;
  let written: unknown;
  try {
    written = parseJson(text);
  } catch (error) {
    throw new StateError(`${place} is damaged: ${describe(error)}`, { hint });
  }
  const version = (written as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > VERSION) {
    throw new StateError(`${place} is of version ${version}, and this penstock knows ${VERSION}`, {
      hint: 'run the penstock that wrote it, or a newer one',
    });
  }
  try {
    const { pipeline, resources } = stateSchema.parse(written);
    return { pipeline, resources: resources as PipelineState['resources'] };
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    const what = issue === undefined ? describe(error) : [...issue.path, issue.message].join(' ');
    throw new StateError(`${place} is damaged or no state of penstock's: ${what}`, { hint });
  }
}

/** One line a partition, so that a reader finds it, and two states can be compared line by line. */
export function stateText({ pipeline, resources }: PipelineState): string {
  const members = [...resources].map(([name, { of, partitions }]) => {
    const lines = [...partitions].map(([key, state]) => `      ${JSON.stringify(key)}: ${toJsonText(state)}`);
    const basis = of === undefined ? '' : `      "of": ${toJsonText(of)},\n`;
    const body = lines.length === 0 ? '{}' : `{\n  ${lines.join(',\n  ')}\n      }`;
    return `    ${JSON.stringify(name)}: {\n${basis}      "partitions": ${body}\n    }`;
  });
  const all = members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n  }`;
  return `{\n  "version": ${VERSION},\n  "pipeline": ${JSON.stringify(pipeline)},\n  "resources": ${all}\n}\n`;
}
