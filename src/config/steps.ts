// `processing_steps`: a list of objects, each with the key of one registered step.
import { z } from 'zod';
import { didYouMean } from '../core/did-you-mean.ts';
import { isRecord } from '../core/record.ts';
import type { PageName } from './step.ts';

/** What the language needs to know of a step. */
export interface AnyStep {
  /** Its key in a pipeline file, which chooses it. */
  readonly type: string;
  readonly summary: string;
  /** All its keys. */
  readonly options: z.ZodObject;
  /** What it looks at beside the record. */
  names(options: never): readonly PageName[];
  /** Fields of the parent's record that it looks at; default: those that travel anyway. */
  parentFields?(options: never): readonly string[];
}

/** A step of a resource: its kind, what it looks at, and the options that its declaration checked. */
export interface StepPlan {
  readonly type: string;
  readonly names: readonly PageName[];
  readonly parentFields: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

const about = 'what is done with each record, in this order, before its columns are looked at';

/** Parses the list to its plan. */
export function stepsSchema(steps: readonly AnyStep[]) {
  const members = steps.map((one) => one.options.strict().safeExtend({ type: z.literal(one.type) }));
  const union = z.discriminatedUnion('type', members as [(typeof members)[0], ...typeof members]);
  const keys = steps.map((one) => one.type);
  const chosen = z.preprocess((written, context) => {
    const fault = faultOfStep(written, keys);
    if (fault === undefined) return { ...(written as object), type: typeOf(written as object, keys) };
    context.addIssue({ code: 'custom', input: written, ...fault });
    return z.NEVER;
  }, union);
  return z
    .array(
      chosen.transform((written): StepPlan => {
        const { type, ...options } = written as { type: string };
        const declared = steps.find((one) => one.type === type);
        const names = declared?.names(options as never) ?? [];
        return { type, names, parentFields: declared?.parentFields?.(options as never) ?? [], options };
      }),
    )
    .default([])
    .describe(about);
}

// `keep` is a step, and a key of `unnest`: what stands first in the registry is the step.
function typeOf(written: object, keys: readonly string[]): string | undefined {
  return keys.find((key) => Object.hasOwn(written, key));
}

function faultOfStep(written: unknown, keys: readonly string[]) {
  const known = `one of ${keys.join(', ')}`;
  if (!isRecord(written)) return { message: `expected an object with ${known}` };
  const own = Object.keys(written).filter((key) => key !== 'type');
  const [first] = own;
  if (Object.hasOwn(written, 'type')) return { path: ['type'], message: 'unknown key; its key is its kind' };
  const [kind, other] = keys.filter(
    (key) => own.includes(key) && !(key === 'keep' && own.includes('unnest')),
  );
  if (other !== undefined)
    return { path: [other], message: `is a step of its own beside ${kind}; write it as another entry` };
  if (kind !== undefined) return undefined;
  if (first === undefined) return { message: `a step needs ${known}` };
  return { path: [first], message: `no step${didYouMean(first, keys)}; known: ${keys.join(', ')}` };
}

/** The list as it is written. */
export function writtenSteps(steps: readonly AnyStep[]) {
  const members = steps.map((one) =>
    one.options
      .strict()
      .describe(one.summary)
      .meta({ title: titleOf(one.type) }),
  );
  return z
    .array(z.union(members as [(typeof members)[0], ...typeof members]))
    .nullish()
    .describe(about);
}

function titleOf(type: string): string {
  return `${type.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}Step`;
}
