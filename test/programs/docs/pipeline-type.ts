// Writes the type of a pipeline file, with the words of the declarations for whoever hovers over a key.
import path from 'node:path';
import { languageTree, type Node } from '../../../src/language/language-tree.ts';

export const PIPELINE_TYPE = path.join(import.meta.dirname, '../../../src/language/pipeline-type.ts');

const HEAD = `// What a pipeline file may say. Written by \`npm run docs\` from the declarations: change those.
import type { Condition } from '../config/fields.ts';
import type { ConvertCursor, LastValue } from '../config/incremental.ts';
import type { AnswerFunction } from '../config/response-actions.ts';
import type { RecordFilter, RecordMap, RecordYieldMap } from '../config/step.ts';
import type { Reference } from '../config/values.ts';

/** Parts of one's own beside the built-in ones. */
export interface OwnParts {
  readonly auth: unknown;
  readonly paginator: unknown;
  readonly partition_router: unknown;
}

/** The built-in parts alone. */
export interface NoOwnParts {
  readonly auth: never;
  readonly paginator: never;
  readonly partition_router: never;
}

/** Any JSON value; integers of any length are BigInt. */
export type Json =
  | string
  | number
  | bigint
  | boolean
  | null
  | Reference
  | readonly Json[]
  | { readonly [key: string]: Json };
`;

const SLOTS = ['auth', 'paginator', 'partition_router'];

interface Written {
  readonly text: string;
  /** It has places for parts of one's own. */
  readonly isOpen: boolean;
}

/** The source of \`src/language/pipeline-type.ts\`. */
export function pipelineType(): string {
  const interfaces = new Map<string, string>();
  const byText = new Map<string, Written>();

  const typeOf = (node: Node, name: string): Written => {
    if (node.part !== undefined) return plain(pascal(node.part));
    if (node.anyOf !== undefined) return union(node.anyOf, name);
    if (node.isFunction === true) return plain(node.functionType ?? 'Condition');
    if (node.isBigInt === true) return plain('bigint');
    if (node.isJson === true) return plain('Json');
    if (node.const !== undefined) return plain(JSON.stringify(node.const));
    if (node.enum !== undefined) return plain(node.enum.map((one) => JSON.stringify(one)).join(' | '));
    if (Array.isArray(node.type))
      return union(
        node.type.map((type) => ({ ...node, type })),
        name,
      );
    if (node.type === 'array') {
      const items = typeOf(node.items ?? {}, name.replace(/s$/, ''));
      return { ...items, text: `readonly (${items.text})[]` };
    }
    if (node.type === 'object' && node.properties !== undefined) return named(node, name);
    if (node.type === 'object') {
      const inner = typeof node.additionalProperties === 'object' ? node.additionalProperties : {};
      const values = typeOf(inner, name.replace(/s$/, ''));
      return { ...values, text: `Readonly<Record<string, ${values.text}>>` };
    }
    const scalars: Record<string, string> = {
      string: 'string | Reference',
      number: 'number | Reference',
      integer: 'number | Reference',
      boolean: 'boolean | Reference',
      null: 'null',
    };
    return plain(scalars[String(node.type)] ?? 'unknown');
  };

  const union = (nodes: readonly Node[], name: string): Written => {
    const members = nodes.map((one) => typeOf(one, name));
    const words = members.flatMap(({ text }) =>
      text.includes('(') || text.includes('<') ? [text] : text.split(' | '),
    );
    return { text: [...new Set(words)].join(' | '), isOpen: members.some((one) => one.isOpen) };
  };

  const named = (node: Node, name: string): Written => {
    const kind = node.properties?.type?.const;
    const wanted = node.title ?? pascal(kind === undefined ? name : `${String(kind)}_${name}`);
    const key = `${wanted} ${JSON.stringify(node)}`;
    const known = byText.get(key);
    if (known !== undefined) return known;
    const free = interfaces.has(wanted) ? `${wanted}Keys` : wanted;
    interfaces.set(free, '');
    let isOpen = false;
    const { type, ...properties } = node.properties ?? {};
    const lines = Object.entries({ ...(type === undefined ? {} : { type }), ...properties }).map(
      ([property, inner]) => {
        const written = typeOf(inner, property);
        isOpen ||= written.isOpen || SLOTS.includes(property);
        const own = SLOTS.includes(property) ? ` | Own['${property}']` : '';
        const optional = node.required?.includes(property) ? '' : '?';
        return `${docOf(inner)}  readonly ${property}${optional}: ${written.text}${own};`;
      },
    );
    const generic = isOpen ? '<Own extends OwnParts = NoOwnParts>' : '';
    const about = node.description === undefined ? '' : `/** ${node.description} */\n`;
    interfaces.set(free, `${about}export interface ${free}${generic} {\n${lines.join('\n')}\n}`);
    const result = { text: isOpen ? `${free}<Own>` : free, isOpen };
    byText.set(key, result);
    return result;
  };

  const { description: _, parts = {}, ...tree } = languageTree();
  for (const [name, part] of Object.entries(parts)) named(part, name);
  named({ ...tree, description: 'A pipeline as it is written.' }, 'pipeline');
  return `${[HEAD.trimEnd(), ...interfaces.values()].join('\n\n')}\n`;
}

const plain = (text: string): Written => ({ text, isOpen: false });

function docOf(node: Node): string {
  const words = (node.description ?? '').replaceAll('*/', '*\\/');
  const isShown = node.default !== undefined && JSON.stringify(node.default) !== '{}';
  if (words === '' && !isShown) return '';
  if (!isShown) return `  /** ${words} */\n`;
  return `  /**\n   * ${words}\n   * @default ${JSON.stringify(node.default)}\n   */\n`;
}

function pascal(name: string): string {
  return name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
