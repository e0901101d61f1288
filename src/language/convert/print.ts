// A pipeline as the text of a file: TypeScript, JSON or YAML.
import { stringify } from 'yaml';
import { isEnvReference, isSecretReference } from '../../config/values.ts';
import { isNumeric } from '../../core/exact-number.ts';
import { escapeControls, oneLine } from '../../core/text.ts';
import { type Conversion, isLoose } from './carried.ts';
import type { Language } from './languages.ts';

const WIDTH = 100;

/**
 * The text of a pipeline file; in JSON without what it does not carry over, since it has no comments.
 * @param origin what was converted, for the head
 */
export function printPipeline(conversion: Conversion, language: Language, origin: string): string {
  const { pipeline } = conversion;
  const head = headOf(conversion, origin);
  if (language === 'json') return `${escapeControls(literal(pipeline, { language, path: [] }))}\n`;
  if (language === 'yaml') {
    const comments = head.map((line) => `# ${line}`.trimEnd());
    return `${comments.join('\n')}\n${stringify(plainNumbers(pipeline), { lineWidth: 0 })}`;
  }
  const body = escapeControls(literal(pipeline, { language, path: [] }));
  const names = ['definePipeline', ...['env', 'secret'].filter((name) => body.includes(`${name}('`))];
  const comments = head.map((line) => `// ${line}`.trimEnd());
  return [
    ...comments,
    `import { ${names.join(', ')} } from 'penstock';`,
    '',
    `export default definePipeline(${body});`,
    '',
  ].join('\n');
}

function headOf({ missing, notices, secrets }: Conversion, origin: string): string[] {
  const wanted = secrets.map((name) => name.toUpperCase().replace(/[^A-Z0-9]/g, '_'));
  return [
    `Converted by penstock convert from ${oneLine(origin)}, a config of dlt’s rest_api.`,
    ...(wanted.length === 0 ? [] : [`Secrets, from the environment: ${wanted.join(', ')}.`]),
    ...(missing.length === 0 ? [] : ['Not carried over, and to be written anew:']),
    ...missing.map(({ path, message }) => `  ${oneLine(path)}: ${oneLine(message)}`),
    ...(notices.length === 0 ? [] : ['Without effect here, or said otherwise:']),
    ...notices.map((notice) => `  ${oneLine(notice)}`),
  ];
}

interface Place {
  readonly language: 'ts' | 'json';
  readonly path: readonly string[];
  readonly isOneLine?: boolean;
}

/** A value as source text. */
export function literal(value: unknown, { language, path, isOneLine = false }: Place): string {
  if (typeof value === 'string') return language === 'ts' ? quoted(value) : JSON.stringify(value);
  if (isNumeric(value)) return numberText(value, language);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (language === 'ts' && !path.some((key) => key === 'json' || key === 'data')) {
    if (isSecretReference(value)) return `secret(${quoted(value.secret)})`;
    if (isEnvReference(value)) return `env(${quoted(value.env)})`;
  }
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const parts = Array.isArray(value)
    ? value.map((one) => literal(one, { language, path, isOneLine }))
    : Object.entries(value).map(([key, one]) => {
        return `${keyText(key, language)}: ${literal(one, { language, path: [...path, key], isOneLine })}`;
      });
  if (parts.length === 0) return `${open}${close}`;
  const pad = Array.isArray(value) ? '' : ' ';
  const line = `${open}${pad}${parts.join(', ')}${pad}${close}`;
  // What is deep and short stands on one line; the resources and their endpoints are read one below the other.
  const isShort = !line.includes('\n') && line.length + path.length * 4 <= WIDTH && path.length > 1;
  if (isShort || isOneLine) return line;
  const last = language === 'ts' ? ',' : '';
  return `${open}\n${parts.map((part) => `  ${part.replaceAll('\n', '\n  ')}`).join(',\n')}${last}\n${close}`;
}

/** The same on one line. */
export function lineOf(value: unknown, language: Place['language']): string {
  return literal(value, { language, path: [], isOneLine: true });
}

// No text of a program has a raw line feed within, so that what is indented is its lines alone.
function quoted(text: string): string {
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `'${escaped}'`;
}

export function keyText(key: string, language: 'ts' | 'json'): string {
  if (language === 'json') return JSON.stringify(key);
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);
}

function numberText(value: unknown, language: 'ts' | 'json'): string {
  return typeof value === 'bigint' && language === 'ts' ? `${value}n` : String(value);
}

/** YAML’s writer knows numbers of JavaScript alone; longer decimals become text. */
function plainNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainNumbers);
  if (isLoose(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainNumbers(inner)]));
  }
  return typeof value === 'object' && value !== null ? String(value) : value;
}
