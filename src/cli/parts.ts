// The parts that a pipeline may name, as their declarations describe them: for `list` and `explain`.
import { z } from 'zod';
import { columnTypes } from '../columns/index.ts';
import { components } from '../language/language.ts';
import { formats } from '../sinks/formats/index.ts';

export interface Part {
  readonly kind: Kind;
  readonly name: string;
  readonly summary: string;
  readonly options: z.ZodObject | undefined;
  /** As a pipeline file says it; undefined for what is chosen on the command line. */
  readonly example: object | undefined;
}

export const KINDS = ['auths', 'paginators', 'routers', 'steps', 'columns', 'formats'] as const;
export type Kind = (typeof KINDS)[number];

/** The kind that a word names: `auth` and `auths`, in any case; undefined for any other word. */
export function kindOf(word: string): Kind | undefined {
  const plain = word.toLowerCase();
  return KINDS.find((kind) => kind === plain || kind === `${plain}s`);
}

export const parts: readonly Part[] = [
  ...components.auth.map((one) => partOf('auths', one)),
  ...components.paginators.map((one) => partOf('paginators', one)),
  ...components.partitionRouters.map((one) => partOf('routers', one)),
  ...components.steps.map((one) => partOf('steps', one)),
  ...columnTypes.map(({ type: name, summary, options, reading }) => ({
    kind: 'columns' as const,
    name,
    summary,
    options: z.object({ ...options, ...reading }),
    example: { data_type: name },
  })),
  ...formats.map(({ name, summary, options }) => ({
    kind: 'formats' as const,
    name,
    summary,
    options,
    example: undefined,
  })),
];

interface Declared {
  readonly type: string;
  readonly summary: string;
  readonly options: z.ZodObject;
  readonly example: object;
}

function partOf(kind: Kind, { type, summary, options, example }: Declared): Part {
  return { kind, name: type, summary, options, example };
}

/** Key, default and meaning of each option. */
export function optionRows(options: z.ZodObject): string[][] {
  return Object.entries(options.shape).map(([key, field]) => {
    const schema = field as z.ZodType;
    const node = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    const isNeeded = !schema.safeParse(undefined).success;
    const standard = node.default === undefined ? '' : JSON.stringify(node.default);
    return [key, isNeeded ? 'needed' : standard, schema.description ?? node.description ?? ''];
  });
}
