// The reference part of the README, generated from the declarations that also validate.
import { z } from 'zod';
import { clientFields, rateLimitSchema, retrySchema, timeoutSchema } from '../../../src/config/client.ts';
import { columnSchema } from '../../../src/config/columns.ts';
import type { AnyDeclaration } from '../../../src/config/component.ts';
import { endpointFields, resourceFields, responseActionSchema } from '../../../src/config/resource.ts';
import { components } from '../../../src/language/language.ts';
import { formats } from '../../../src/sinks/formats/index.ts';

type Shape = Readonly<Record<string, z.ZodType>>;
type Node = Record<string, unknown>;

export function reference(): string {
  const parts = [
    '### `client`',
    table({
      base_url: clientFields.base_url,
      auth: z.unknown().describe('see below'),
      paginator: z.unknown().describe('default of all resources; see below'),
      ...rest(clientFields, 'base_url'),
    }),
    '`client.retry`',
    table(retrySchema.shape),
    '`client.timeout`, in seconds',
    table(timeoutSchema.shape),
    '`client.rate_limit`',
    table(rateLimitSchema.shape),
    '### A resource',
    table({
      name: z.string().describe('name of the resource'),
      ...resourceFields,
      endpoint: z.unknown().describe('a path, or an object; see below'),
    }),
    '### `endpoint`',
    table({
      ...endpointFields,
      auth: z.unknown().nullish().describe('in place of the client’s; null: none'),
      paginator: z.unknown().nullish().describe('in place of the default'),
      partition_router: z
        .unknown()
        .nullish()
        .describe('slices that are read one by one; a list gives all combinations'),
    }),
    'One entry of `response_actions`',
    table(responseActionSchema.shape),
    '### A column',
    table(columnSchema.shape),
    '### Authentication',
    ...components.auth.flatMap(component),
    '### Paginators',
    ...components.paginators.flatMap(component),
    '### Partition routers',
    ...components.partitionRouters.flatMap(component),
    '### Formats',
    rows(
      ['`-f`', 'files', 'what'],
      formats.map((format) => [`\`${format.name}\``, `\`*.${format.extension}\``, format.summary]),
    ),
    ...formats.flatMap(({ name, options }) =>
      Object.keys(options.shape).length === 0
        ? []
        : [`Options of \`${name}\`, \`--${name}-…\` on the command line`, table(options.shape)],
    ),
  ];
  return parts.join('\n\n');
}

function component({ type, summary, options, example }: AnyDeclaration): string[] {
  const keys = Object.keys(options.shape).length === 0 ? [] : [table(options.shape)];
  return [`#### \`${type}\``, summary, ...keys, ['```json', JSON.stringify(example), '```'].join('\n')];
}

function rest(shape: Shape, ...without: string[]): Shape {
  return Object.fromEntries(Object.entries(shape).filter(([key]) => !without.includes(key)));
}

function table(shape: Shape): string {
  const body = Object.entries(shape).map(([key, schema]) => {
    const node = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node;
    const isOptional = schema.safeParse(undefined).success;
    return [
      `\`${key}\``,
      typeText(node),
      defaultText(node, isOptional),
      String(schema.description ?? node.description ?? ''),
    ];
  });
  return rows(['key', 'type', 'default', 'meaning'], body);
}

function rows(header: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...body.map(line)].join('\n');
}

function typeText(node: Node): string {
  if (Array.isArray(node.anyOf)) {
    // What JSON Schema has no word for is a function, in TypeScript files.
    const types = (node.anyOf as Node[])
      .map((one) => typeText(one) || 'function')
      .filter((text) => text !== 'null');
    return [...new Set(types)].join(' or ');
  }
  if (Array.isArray(node.type)) {
    const [only] = node.type.filter((type) => type !== 'null');
    return typeText({ ...node, type: only });
  }
  if (Array.isArray(node.enum)) return node.enum.map((value) => `\`${value}\``).join(' ');
  switch (node.type) {
    case 'array':
      return `list of ${typeText((node.items ?? {}) as Node)}`;
    case 'string':
      return 'text';
    case 'integer':
      return 'whole number';
    case 'boolean':
      return 'true or false';
    case undefined:
      return '';
    default:
      return String(node.type);
  }
}

function defaultText(node: Node, isOptional: boolean): string {
  if (node.default !== undefined && typeof node.default !== 'object') return `\`${node.default}\``;
  if (Array.isArray(node.default) && node.default.length > 0) return `\`${node.default.join(', ')}\``;
  return isOptional ? '' : '**needed**';
}
