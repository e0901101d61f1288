// Reads a pipeline file: .ts, .js, .json or .yaml, to the object that it holds.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { parseEnv } from 'node:util';
import { ConfigError, describe } from '../core/errors.ts';
import { toExact } from '../core/exact-number.ts';
import { parseJson } from '../core/parse-json.ts';
import { own } from '../core/path.ts';
import type { Environment } from './environment.ts';

const EXTENSIONS = ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json', '.yaml', '.yml'];

/** The module that a pipeline file gets for `import 'penstock'`. */
type Library = () => Promise<object>;

let library: Library | undefined;

/** Called by the library's own entry, so that nothing below it needs to import upwards. */
export function provideLibrary(entry: Library): void {
  library = entry;
}

/**
 * Loads a pipeline file, without checking what it says.
 * @param file `-` reads JSON or YAML from stdin
 * @throws ConfigError when it is not there, of another kind, or does not parse
 */
export async function loadPipelineFile(file: string): Promise<unknown> {
  const extension = file === '-' ? '.yaml' : path.extname(file).toLowerCase();
  if (!EXTENSIONS.includes(extension)) {
    throw new ConfigError(`${file}: not a pipeline file`, {
      where: { file },
      hint: `its name must end in one of ${EXTENSIONS.join(' ')}`,
    });
  }
  const source = file === '-' ? await readStdin() : await readText(file);
  try {
    if (extension === '.json') return parseJson(source);
    if (extension === '.yaml' || extension === '.yml') return await parseYaml(source);
    return await importModule(path.resolve(file));
  } catch (error) {
    // The stack ends before such a text does.
    const reason = error instanceof RangeError ? 'it is nested too deep, or holds itself' : describe(error);
    throw new ConfigError(`${file}: cannot be read: ${reason}`, { where: { file }, cause: error });
  }
}

const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

async function parseYaml(source: string): Promise<unknown> {
  const { parseDocument, visit } = await import('yaml');
  const document = parseDocument(source);
  const [error] = document.errors;
  if (error !== undefined) throw error;
  visit(document, {
    Scalar(_key, node) {
      const { value, source: digits = '' } = node;
      if (typeof value === 'number' && NUMBER.test(digits)) node.value = toExact(digits.replace(/^\+/, ''));
    },
  });
  return document.toJS();
}

async function readStdin(): Promise<string> {
  return (await text(process.stdin)).replace(/^\uFEFF/, '');
}

/** The name of a pipeline that does not say it: its file's name. */
export function nameFromFile(file: string): string {
  return file === '-' ? 'pipeline' : path.basename(file, path.extname(file));
}

/**
 * Reads an env file and lays it under the process's own environment.
 * @throws ConfigError when it cannot be read
 */
export async function withEnvFile(environment: Environment, file: string | undefined): Promise<Environment> {
  if (file === undefined) return environment;
  return { ...parseEnv(await readText(file)), ...environment };
}

async function readText(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : describe(error);
    throw new ConfigError(`${file}: ${reason}`, { where: { file }, cause: error });
  }
}

async function importModule(file: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const jiti = createJiti(pathToFileURL(file).href, {
    // `import 'penstock'` must work in a pipeline file that lies outside any project, and give this very library.
    virtualModules: library === undefined ? {} : { penstock: await library() },
    // A cache in a shared temporary directory would run what others put there.
    fsCache: false,
    moduleCache: false,
  });
  const module: unknown = await jiti.import(file);
  const exported = own(module, 'default');
  if (exported === undefined)
    throw new Error('it has no default export; write `export default definePipeline({…})`');
  return exported;
}
