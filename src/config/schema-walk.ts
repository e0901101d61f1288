// Looks into a schema: which kinds of value may stand at a path, and which words would have been right there.
import type { z } from 'zod';
import { own } from '../core/path.ts';
import { takenByName } from './fields.ts';

type Path = readonly PropertyKey[];

// zod keeps a schema's parts under `def`.
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly getter?: () => z.ZodType;
  readonly shape?: Record<string, z.ZodType>;
  readonly values?: readonly unknown[];
}

const definition = (schema: z.ZodType): Definition => schema.def as unknown as Definition;

/** Every schema that can apply at a path, unions opened as far as the `type` that stands there leaves them open. */
export function schemasAt(schema: z.ZodType, path: Path, input: unknown): z.ZodType[] {
  const def = definition(schema);
  const inner = def.innerType ?? def.getter?.() ?? entry(def);
  if (inner !== undefined) return schemasAt(inner, path, input);
  if (def.options !== undefined) {
    const type = own(input, 'type');
    const fitting = def.options.filter((one) => type !== undefined && literalsOf(one, 'type').includes(type));
    const open = fitting.length > 0 ? fitting : def.options;
    return open.flatMap((option) => schemasAt(option, path, input));
  }
  const [key, ...rest] = path;
  if (key === undefined) return [schema];
  const next = def.shape?.[String(key)] ?? def.element ?? def.valueType;
  return next === undefined ? [] : schemasAt(next, rest, valueAt(input, [key]));
}

// What a pipe takes in; behind a preprocessing step that is what the step gives.
function entry({ in: first, out }: Definition): z.ZodType | undefined {
  return first !== undefined && definition(first).type === 'transform' ? out : first;
}

/** The kinds of value that may stand at a path: `string`, `number`, `record`, … */
export function kindsAt(schema: z.ZodType, path: Path, input: unknown): Set<string> {
  return new Set(schemasAt(schema, path, input).map((one) => definition(one).type));
}

/** The texts that the object at a path takes by their names; none where it is not decided which object stands there. */
export function namedTextsAt(schema: z.ZodType, path: Path, input: unknown) {
  const [one, ...others] = schemasAt(schema, path, input);
  const shape = one === undefined || others.length > 0 ? {} : (definition(one).shape ?? {});
  const keys = Object.keys(shape);
  return {
    /** What it must have. */
    needed: keys.filter((key) => shape[key]?.type === 'string'),
    /** What it takes where it is there. */
    optional: keys.flatMap((key) => {
      const one = shape[key];
      return one !== undefined && takenByName.has(one) ? [{ key, ...takenByName.get(one) }] : [];
    }),
  };
}

function literalsOf(schema: z.ZodType, key: string): unknown[] {
  const inner = definition(schema).shape?.[key];
  return inner === undefined ? [] : [...(definition(inner).values ?? [])];
}

/** The keys that an object at a path may have. */
export function knownKeys(schema: z.ZodType, path: Path, input: unknown): string[] {
  return schemasAt(schema, path, input).flatMap((one) => Object.keys(definition(one).shape ?? {}));
}

/** The values that choose between the objects that may stand at a path. */
export function discriminatorValues(schema: z.ZodType, path: Path, input: unknown, key: string): string[] {
  return [...new Set(schemasAt(schema, path, input).flatMap((one) => literalsOf(one, key).map(String)))];
}

/** `resources[3].endpoint.paginator.limit` */
export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

export function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => own(value, String(key)), input);
}
