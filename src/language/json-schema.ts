// The JSON Schema of a pipeline file in JSON or YAML, where a text or number may also be a reference.
import { languageTree, type Node } from './language-tree.ts';

type Loose = Record<string, unknown>;

const REFERENCE = {
  anyOf: [
    {
      type: 'object',
      description: 'a secret from the environment, a _FILE variable or an env file',
      properties: { secret: { type: 'string' } },
      required: ['secret'],
      additionalProperties: false,
    },
    {
      type: 'object',
      description: 'an environment variable that is no secret',
      properties: { env: { type: 'string' }, default: { type: 'string' } },
      required: ['env'],
      additionalProperties: false,
    },
  ],
};

/** Shorter than this, a part is written out wherever it stands. */
const SHORTEST_SHARED = 250;

export function jsonSchema(): object {
  const { parts = {}, ...root } = languageTree();
  const tree = withReferences(root) as Loose;
  const counts = new Map<string, number>();
  count(tree, counts);
  const shared = new Map<string, string>();
  const defs: Loose = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, withReferences(part)]),
  );
  const body = share(tree, 'pipeline', { counts, shared, defs });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'penstock pipeline',
    ...(body as Loose),
    $defs: { text: TEXT, reference: REFERENCE, ...defs },
  };
}

const TEXT = { anyOf: [{ type: 'string' }, { $ref: '#/$defs/reference' }] };

/** A text, number or flag may also be named; functions there are none in JSON. */
function withReferences(node: Node): unknown {
  const {
    description,
    default: fallback,
    part,
    parts: _____,
    isFunction: _,
    functionType: __,
    isJson: ___,
    isBigInt: ____,
    ...rest
  } = node;
  const about = {
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
  if (part !== undefined) return { ...about, $ref: `#/$defs/${part}` };
  const bare = mapParts(rest, withReferences);
  if (node.anyOf !== undefined) {
    const options = node.anyOf.filter((one) => !needsFunction(one)).map(withReferences);
    return { ...about, ...bare, anyOf: unique(options) };
  }
  if (node.const !== undefined || node.enum !== undefined) return { ...about, ...bare };
  if (node.type === 'string') return { ...about, $ref: '#/$defs/text' };
  const isScalar = [node.type ?? []]
    .flat()
    .some((type) => ['string', 'number', 'integer', 'boolean'].includes(type));
  return isScalar ? { ...about, anyOf: [bare, { $ref: '#/$defs/reference' }] } : { ...about, ...bare };
}

function needsFunction(node: Node): boolean {
  if (node.isFunction === true) return true;
  return (node.required ?? []).some((key) => node.properties?.[key]?.isFunction === true);
}

function unique(nodes: readonly unknown[]): unknown[] {
  return [...new Map(nodes.map((one) => [JSON.stringify(one), one])).values()];
}

function mapParts(node: Loose | Node, change: (node: Node) => unknown): Loose {
  const { properties, items, additionalProperties, anyOf: _, ...rest } = node as Node;
  return {
    ...rest,
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties)
              .filter(([, one]) => one.isFunction !== true)
              .map(([key, one]) => [key, change(one)]),
          ),
        }),
    ...(items === undefined ? {} : { items: change(items) }),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: change(additionalProperties) }
      : {}),
    ...(typeof additionalProperties === 'boolean' ? { additionalProperties } : {}),
  };
}

interface Sharing {
  readonly counts: ReadonlyMap<string, number>;
  readonly shared: Map<string, string>;
  readonly defs: Loose;
}

// A part is what it is apart from what is said about it where it stands.
function split(node: Loose): { about: Loose; text: string; bare: Loose } {
  const { description, default: fallback, ...bare } = node;
  const about = {
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
  return { about, bare, text: JSON.stringify(bare) };
}

function count(node: unknown, counts: Map<string, number>): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) {
    const { text } = split(node as Loose);
    const before = counts.get(text) ?? 0;
    counts.set(text, before + 1);
    // What stands inside of what is shared is written once.
    if (before > 0 && text.length >= SHORTEST_SHARED) return;
  }
  for (const inner of Object.values(node)) count(inner, counts);
}

function share(node: unknown, name: string, sharing: Sharing): unknown {
  if (Array.isArray(node)) return node.map((one) => share(one, name, sharing));
  if (typeof node !== 'object' || node === null) return node;
  const { about, bare, text } = split(node as Loose);
  const isSchema = ['type', 'anyOf'].some((key) => Object.hasOwn(bare, key));
  const isShared = isSchema && text.length >= SHORTEST_SHARED && (sharing.counts.get(text) ?? 0) > 1;
  if (!isShared) return { ...about, ...shareParts(bare, name, sharing) };
  let known = sharing.shared.get(text);
  if (known === undefined) {
    known = freeName(name, sharing.defs);
    sharing.shared.set(text, known);
    sharing.defs[known] = {};
    sharing.defs[known] = shareParts(bare, name, sharing);
  }
  return { ...about, $ref: `#/$defs/${known}` };
}

function shareParts(node: Loose, name: string, sharing: Sharing): Loose {
  const entries = Object.entries(node).map(([key, value]): [string, unknown] => {
    if (key !== 'properties') return [key, share(value, name, sharing)];
    const properties = Object.entries(value as Loose).map(([inner, one]) => [
      inner,
      share(one, inner, sharing),
    ]);
    return [key, Object.fromEntries(properties)];
  });
  return Object.fromEntries(entries);
}

function freeName(name: string, defs: Loose): string {
  let free = name;
  for (let i = 2; Object.hasOwn(defs, free); i += 1) free = `${name}_${i}`;
  return free;
}
