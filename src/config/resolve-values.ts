// Replaces references and placeholders by their values, each where a text, number or flag is expected.
import type { z } from 'zod';
import type { Problem } from '../core/errors.ts';
import { ExactNumber } from '../core/exact-number.ts';
import { own, setOwn } from '../core/path.ts';
import { type Lookup, lookUpSecret, lookUpVariable, type ValueSource } from './environment.ts';
import { fillText } from './placeholders.ts';
import { kindsAt, namedTextsAt, pathText } from './schema-walk.ts';
import { Template } from './template.ts';
import { isEnvReference, isNamed, isSecretReference, type Reference, secret } from './values.ts';

type Path = readonly (string | number)[];

/** Deeper than any pipeline; a value that holds itself has no end. */
const DEEPEST_NESTING = 100;

/**
 * Copies a pipeline object with every reference replaced. The caller's object is not changed.
 * @param schema tells where a `{secret: …}` is a reference and where it is plain data
 * @param problems receives one entry for each reference that leads nowhere
 */
export function resolveValues(
  written: unknown,
  source: ValueSource,
  schema: z.ZodType,
  problems: Problem[],
): unknown {
  const report = (path: Path, message: string) => void problems.push({ path: pathText(path), message });

  const take = (found: Lookup, path: Path): string => {
    if (found.fault !== undefined) report(path, found.fault);
    return found.value ?? '';
  };

  const textOf = (reference: Reference, path: Path): string => {
    if ('secret' in reference) return take(lookUpSecret(reference.secret, source), path);
    if ('env' in reference) return take(lookUpVariable(reference.env, reference.default, source), path);
    return reference.parts.map((part) => (typeof part === 'string' ? part : textOf(part, path))).join('');
  };

  const kinds = (path: Path) => kindsAt(schema, planPath(path), written);

  const headerName = (name: string, path: Path): string => {
    const filled = copy(name, [...path, name]);
    if (filled instanceof Template) report([...path, name], 'a header’s name is the same in every request');
    return String(filled);
  };

  const copy = (given: unknown, path: Path): unknown => {
    const value = isAuth(path) ? longAuth(given, schema, source) : given;
    if (typeof value === 'string') {
      return fillText(
        value,
        placeOf(path),
        {
          secret: (name) => lookUpSecret(name, source),
          variable: (name) => lookUpVariable(name, undefined, source),
        },
        (fault) => report(path, fault),
      );
    }
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof ExactNumber) return kinds(path).has('string') ? value : Number(value);
    const isReference =
      isNamed(value) || ((isSecretReference(value) || isEnvReference(value)) && isScalar(kinds(path)));
    if (isReference) return asKind(textOf(value, path), kinds(path));
    if (path.length > DEEPEST_NESTING) {
      report(path.slice(0, 3), 'is nested too deep, or holds itself');
      return null;
    }
    if (Array.isArray(value)) return value.map((item, index) => copy(item, [...path, index]));
    const result = {};
    for (const [key, inner] of Object.entries(value)) {
      // The parser leaves such a key out, unsaid.
      if (key === '__proto__') report([...path, key], 'is a name that no key can have');
      const name = path.at(-1) === 'headers' ? headerName(key, path) : key;
      setOwn(result, name, copy(inner, [...path, key]));
    }
    return result;
  };
  return copy(written, []);
}

// Defaults are what resources are.
function planPath(path: Path): Path {
  return path[0] === 'resource_defaults' ? ['resources', 0, ...path.slice(1)] : path;
}

function isAuth(path: Path): boolean {
  return path.at(-1) === 'auth' && (path.at(-2) === 'client' || path.at(-2) === 'endpoint');
}

/** An auth by its name alone takes its texts from secrets of those names; one without a type is bearer. */
function longAuth(written: unknown, schema: z.ZodType, source: ValueSource): unknown {
  if (typeof written === 'string') {
    const input = { client: { auth: { type: written } } };
    const { needed, optional } = namedTextsAt(schema, ['client', 'auth'], input);
    const isSet = (key: string | undefined) =>
      key !== undefined && lookUpSecret(key, source).isUnset !== true;
    const taken = optional.filter(
      (one) => isSet(one.key) && isSet(one.with ?? one.key) && !isSet(one.without),
    );
    const keys = [...needed, ...taken.map(({ key }) => key)];
    return { type: written, ...Object.fromEntries(keys.map((key) => [key, secret(key)])) };
  }
  if (typeof written !== 'object' || written === null || Array.isArray(written) || isNamed(written))
    return written;
  const typed = Object.hasOwn(written, 'type') ? written : { type: 'bearer', ...written };
  return { ...typed, ...secretsFor(typed, schema, source) };
}

/** What an auth must have and does not say is taken from the secrets of those names that are set. */
function secretsFor(auth: object, schema: z.ZodType, source: ValueSource): Record<string, Reference> {
  const { needed } = namedTextsAt(schema, ['client', 'auth'], { client: { auth } });
  const missing = needed.filter((key) => own(auth, key) === undefined || own(auth, key) === null);
  const isSet = (key: string) => lookUpSecret(key, source).isUnset !== true;
  return Object.fromEntries(missing.filter(isSet).map((key) => [key, secret(key)]));
}

const SCALARS = ['string', 'number', 'int', 'boolean', 'enum', 'literal', 'bigint'];
const DATA = ['record', 'any', 'unknown', 'map'];

function isScalar(kinds: ReadonlySet<string>): boolean {
  return SCALARS.some((kind) => kinds.has(kind)) && !DATA.some((kind) => kinds.has(kind));
}

/** What the environment holds is text; where only a number or a flag can stand, it is read as one. */
function asKind(text: string, kinds: ReadonlySet<string>): unknown {
  if (kinds.has('string') || kinds.has('enum')) return text;
  if (kinds.has('number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (kinds.has('boolean') && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}

const SENT = ['params', 'json', 'data', 'headers'];

function placeOf(path: Path) {
  const [last, holder] = [path.at(-1), path.at(-2)];
  const isPath = last === 'endpoint' || (last === 'path' && (holder === 'endpoint' || holder === 'login'));
  const isData =
    !path.includes('columns') &&
    !path.includes('processing_steps') &&
    path.some((key) => SENT.includes(String(key)));
  const [owner, key] = path.slice(path[0] === 'resources' ? 2 : 1);
  const isOfEndpoint =
    path[0] !== 'client' &&
    owner === 'endpoint' &&
    (key === undefined || key === 'path' || SENT.includes(String(key)));
  return { isPath, isSent: isPath || isData, isOfEndpoint };
}
