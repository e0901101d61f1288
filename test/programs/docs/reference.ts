// The reference of the language, generated from the declarations that also validate.
import { stringify } from 'yaml';
import type { z } from 'zod';
import { FUNCTIONS, signature } from '../../../src/config/expression/functions.ts';
import { components } from '../../../src/language/language.ts';
import { languageTree, type Node } from '../../../src/language/language-tree.ts';
import { formats } from '../../../src/sinks/formats/index.ts';
import { dltRows } from './dlt-table.ts';

/** What is too long for a cell stands in a section of its own. */
const SECTIONS: Readonly<Record<string, string>> = {
  auth: 'name or object, see [Authentication](#authentication)',
  paginator: 'name or object, see [Paginators](#paginators)',
  partition_router: 'object or list, see [Partition routers](#partition-routers)',
  endpoint: 'text or object, see [`endpoint`](#endpoint)',
  processing_steps: 'list, see [Processing steps](#processing-steps)',
  columns: 'object, see [A column](#a-column)',
  incremental: 'object, see [`incremental`](#incremental)',
  schema_contract: 'one word or an object, see [`schema_contract`](#schema_contract)',
};

export function reference(): string {
  const pipeline = languageTree();
  const client = within(pipeline, 'client');
  const resource = within(pipeline, 'resources');
  const endpoint = within(resource, 'endpoint');
  const parts = [
    '### The file',
    table(pipeline),
    '### `client`',
    table(client),
    ...['retry', 'timeout', 'rate_limit'].flatMap((key) => [
      `#### \`client.${key}\``,
      table(within(client, key)),
    ]),
    '### A resource',
    'Also, without `name`, of `resource_defaults`.',
    table(resource),
    '#### `schema_contract`',
    table(within(resource, 'schema_contract')),
    '### `endpoint`',
    table(endpoint),
    '#### `incremental`',
    table(within(endpoint, 'incremental')),
    '#### An entry of `response_actions`',
    table(within(endpoint, 'response_actions')),
    '### A column',
    table(within(resource, 'columns')),
    '#### A field of a `json` column',
    'Of `fields`, and of `items`, at any depth.',
    table(partOf(pipeline, 'column_field')),
    '### Authentication',
    ...components.auth.flatMap((one) => component(one, { auth: one.example })),
    '### Paginators',
    ...components.paginators.flatMap((one) => component(one, {}, { paginator: one.example })),
    '### Partition routers',
    ...components.partitionRouters.flatMap((one) => component(one, {}, { partition_router: one.example })),
    '### Processing steps',
    'A list, applied in order to each record that the data selector finds, a `record_field` in it already, before `columns` look at it. Run, check, preview, infer and the streams of the library see what the steps make of the records.',
    'Expressions see `record`, and of its page `response` (the body), `headers` (lower-case names), `status`, `partition` (`partition.module` of a router with `cursor_field: module`) and `parent` (`parent.name`: of the parent’s record; a function sees those fields of it that requests, expressions or `include_from_parent` name). A field that is not there is null. Functions get `(record, page)`, `page` with those names; the page is only held for steps that name something of it.',
    'A step that fails (an expression that cannot be computed, a function that throws or gives no record) fails its resource and names the record by its key. A field that a step asks for and no record has is a warning; a filter that leaves out every record is said under `-q`, too.',
    ...components.steps.flatMap(step),
    '### Functions of an expression',
    functionTable(),
    '### Formats',
    rows(
      ['`-f`', 'files', 'what'],
      formats.map((format) => [`\`${format.name}\``, `\`*.${format.extension}\``, format.summary]),
    ),
    ...formats.flatMap(({ name, options }) =>
      Object.keys(options.shape).length === 0
        ? []
        : [`Options of \`${name}\`, \`--${name}-…\` on the command line`, table(languageTree(options))],
    ),
    '### Words of dlt',
    "A pipeline written for dlt is read as it stands, and `penstock convert` prints one from Python. Every key of dlt’s config, and what penstock does with it; paths may be spelled as there (`data.[0]`, `'@odata.nextLink'`).",
    rows(['of', 'key', 'penstock'], dltRows()),
  ];
  return parts.join('\n\n');
}

function partOf({ parts = {} }: Node, name: string): Node {
  const found = parts[name];
  if (found === undefined) throw new Error(`the language has no part ${name}`);
  return found;
}

/** The object that stands under a key: itself, the entry of a list, the value of a record, or a union's object. */
function within(holder: Node, key: string): Node {
  const found = objectIn(holder.properties?.[key]);
  if (found === undefined) throw new Error(`the language has no object ${key}`);
  return found;
}

function objectIn(node: Node | undefined): Node | undefined {
  if (node === undefined || node.properties !== undefined) return node;
  const values = typeof node.additionalProperties === 'object' ? [node.additionalProperties] : [];
  for (const inner of [...(node.anyOf ?? []), ...(node.items === undefined ? [] : [node.items]), ...values]) {
    const found = objectIn(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Part {
  readonly type: string;
  readonly summary: string;
  readonly options: z.ZodObject;
}

/** A part with an example that is a whole pipeline. */
function component({ type, summary, options }: Part, client: object, endpoint?: object): string[] {
  const tree = languageTree(options);
  const keys = Object.keys(options.shape).length === 0 ? [] : [table(tree)];
  for (const [key, inner] of Object.entries(tree.properties ?? {})) {
    if (inner.properties !== undefined) keys.push(`Keys of \`${key}\`:`, table(inner));
  }
  // A router that reads for the records of another resource has that one in its pipeline.
  const router = (endpoint as { partition_router?: { readonly resource?: string } } | undefined)
    ?.partition_router;
  const parents = router?.resource === undefined ? [] : [router.resource];
  const name = parents.length === 0 ? 'users' : 'posts';
  const example = wholePipeline(client, ...parents, endpoint === undefined ? name : { name, endpoint });
  return [`#### \`${type}\``, summary, ...keys, ['```yaml', example, '```'].join('\n')];
}

function wholePipeline(client: object, ...resources: readonly unknown[]): string {
  const pipeline = { client: { base_url: 'https://api.example.com', ...client }, resources };
  return stringify(JSON.parse(JSON.stringify(pipeline)), { lineWidth: 0 }).trimEnd();
}

/** A step with an example of the list that holds it; one of functions is TypeScript. */
function step({ type, summary, options, example }: (typeof components.steps)[number]): string[] {
  const code = Object.values(example).some((value) => typeof value === 'function')
    ? ['```ts', `processing_steps: [{ ${type}: ${sourceOf(Object.values(example)[0])} }]`]
    : ['```yaml', wholePipeline({}, { name: 'users', processing_steps: [example] })];
  return [`#### \`${type}\``, summary, table(languageTree(options)), [...code, '```'].join('\n')];
}

/** The source of a function, however the tool that loaded it sets it out. */
function sourceOf(written: unknown): string {
  return String(written).replace(/\s+/g, ' ').replaceAll('"', "'");
}

function functionTable(): string {
  const body = FUNCTIONS.map((one) => {
    const others = [...one.names.slice(1), ...one.methods.map((method) => `.${method}()`)];
    return [`\`${signature(one)}\``, others.map((other) => `\`${other}\``).join(' '), one.says];
  });
  return rows(['function', 'also', 'gives'], body);
}

function table(node: Node): string {
  const body = Object.entries(node.properties ?? {}).map(([key, value]) => [
    `\`${key}\``,
    SECTIONS[key] ?? typeText(value),
    defaultText(value, node.required?.includes(key) === true),
    value.description ?? '',
  ]);
  return rows(['key', 'type', 'default', 'meaning'], body);
}

function rows(header: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...body.map(line)].join('\n');
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
};

function typeText(node: Node): string {
  if (node.part === 'column_field') return '[a field](#a-field-of-a-json-column)';
  if (node.isFunction === true) return 'function';
  if (node.isJson === true) return 'any JSON value';
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum !== undefined) return node.enum.map((value) => `\`${String(value)}\``).join(' ');
  const options =
    node.anyOf ?? (Array.isArray(node.type) ? node.type.map((type: string) => ({ type })) : undefined);
  if (options !== undefined) {
    const texts = options.filter((one) => one.type !== 'null').map(typeText);
    // A whole number of any length is a number too.
    const isNumber = texts.includes('number');
    return [...new Set(texts)].filter((text) => !(isNumber && text === 'whole number')).join(' or ');
  }
  if (node.type === 'array') return `list of ${typeText(node.items ?? {})}`;
  if (node.type === 'object' && typeof node.additionalProperties === 'object') {
    return `object of ${typeText(node.additionalProperties)}`;
  }
  const type = String(node.type ?? '');
  return WORDS[type] ?? type;
}

function defaultText(node: Node, isNeeded: boolean): string {
  if (isNeeded) return '**needed**';
  if (Array.isArray(node.default)) return node.default.length > 0 ? `\`${node.default.join(', ')}\`` : '';
  return node.default === undefined || typeof node.default === 'object' ? '' : `\`${String(node.default)}\``;
}
