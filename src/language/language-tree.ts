// The language as a plain tree, from which JSON Schema, types and the reference are written: JSON Schema's words, and
// marks for what JSON has no word for.
import { z } from 'zod';
import { builtIn } from './language.ts';

/** A node of JSON Schema. */
export interface Node {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | boolean;
  /** A function, in TypeScript alone. */
  readonly isFunction?: true;
  /** Its type, where it is not a condition. */
  readonly functionType?: string;
  /** Name of an object's type. */
  readonly title?: string;
  /** A whole number of any length. */
  readonly isBigInt?: true;
  /** Any JSON value. */
  readonly isJson?: true;
  /** What stands in `parts` under this name, and may hold itself. */
  readonly part?: string;
  /** Of the root alone. */
  readonly parts?: Readonly<Record<string, Node>>;
}

type Loose = Record<string, unknown>;

/** The tree of a schema; by default of the whole language with the built-in parts. */
export function languageTree(schema: z.ZodType = builtIn.writtenSchema()): Node {
  const { $defs, $schema, ...root } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema: node }) => {
      const { type } = zodSchema._zod.def;
      if (type === 'lazy') {
        for (const key of Object.keys(node)) delete node[key];
        Object.assign(node, { isJson: true });
      }
      if (type === 'custom') Object.assign(node, { isFunction: true });
      if (type === 'bigint') Object.assign(node, { type: 'integer', isBigInt: true });
      // Every duration is a number; what a double can count to is no bound that anyone means.
      if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
    },
  });
  const defs = ($defs ?? {}) as Loose;
  const parts = Object.keys(defs).filter(isPart);
  if (parts.length === 0) return plain(root, defs);
  return {
    ...plain(root, defs),
    parts: Object.fromEntries(parts.map((name) => [name, plain(own(defs, name), defs)])),
  };
}

/** Those that zod names itself are written out where they stand. */
function isPart(name: string): boolean {
  return !name.startsWith('__');
}

/** Without references and unions in unions. */
function plain(node: Loose, defs: Loose): Node {
  const { $ref, oneOf, anyOf, allOf, propertyNames, id: _, ...rest } = node;
  if (typeof $ref === 'string') {
    const name = $ref.slice('#/$defs/'.length);
    if (isPart(name)) return { ...rest, part: name };
    const target = own(defs, name);
    return { ...plain(target, defs), ...rest };
  }
  const options = (oneOf ?? anyOf) as Loose[] | undefined;
  const result: Loose = {};
  for (const [key, value] of Object.entries(rest)) {
    if (key === 'properties') {
      const entries = Object.entries(value as Loose).map(([name, one]) => [name, plain(one as Loose, defs)]);
      result[key] = Object.fromEntries(entries);
    } else if (key === 'items' || (key === 'additionalProperties' && typeof value === 'object')) {
      result[key] = plain(value as Loose, defs);
    } else {
      result[key] = value;
    }
  }
  if (options === undefined) return result;
  // What no pipeline file has a spelling of its own for is not told of.
  const told = options.filter((one) => one.isUnwritten !== true);
  const flat = told.flatMap((one) => {
    const node: Loose & { anyOf?: readonly Loose[] } = { ...plain(one, defs) } as Loose;
    return node.anyOf ?? [node];
  });
  // What is said about the only kind of value is said about the key.
  const [only, ...others] = flat.filter((one) => one.type !== 'null');
  if (only !== undefined && others.length === 0 && only.properties === undefined) {
    const { description = only.description, default: fallback = only.default } = result;
    delete only.description;
    delete only.default;
    Object.assign(
      result,
      description === undefined ? {} : { description },
      fallback === undefined ? {} : { default: fallback },
    );
  }
  const byText = new Map(flat.map((one) => [JSON.stringify(one), one]));
  return { ...result, anyOf: [...byText.values()] };
}

function own(defs: Loose, name: string): Loose {
  const found = Object.hasOwn(defs, name) ? defs[name] : undefined;
  if (typeof found !== 'object' || found === null) throw new TypeError(`the schema lacks ${name}`);
  return found as Loose;
}
