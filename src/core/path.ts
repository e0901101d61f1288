// The one path language: `info.next`, `data[-1].id`, `['a.b']`, JSONPath from `$`, or a key as it stands.
import { compileJsonPath, type JsonPath } from './json-path.ts';

export type Getter = (value: unknown) => unknown;

/** A name, or a place in a list; below zero it counts from the end. */
export type Step = string | number;

const STEP = /(?:^|\.)([^.[\]*\s]+)|\[(-?\d{1,9})\]|\['((?:[^'\\]|\\['\\])*)'\]|\["((?:[^"\\]|\\["\\])*)"\]/y;

/**
 * Reads a path that leads to one place.
 * @returns its steps; undefined for a text that is no path, or that needs JSONPath
 */
export function parsePath(path: string): readonly Step[] | undefined {
  const rest = isRooted(path) ? path.slice(1) : path;
  if (path === '' || (rest.startsWith('.') && rest === path)) return undefined;
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < rest.length) {
    const match = STEP.exec(rest);
    if (match === null) return undefined;
    const [, name, index, ...quoted] = match;
    const text = quoted.find((one) => one !== undefined)?.replace(/\\(.)/g, '$1');
    steps.push(index === undefined ? (name ?? text ?? '') : Number(index));
  }
  return steps;
}

/**
 * Says what is wrong with a path.
 * @param isForWriting true where a value is put at the path, so that it must name one place
 * @returns undefined when it is right
 */
export function faultOfPath(path: string, isForWriting = false): string | undefined {
  const steps = parsePath(path);
  if (isForWriting) {
    const isPlace =
      steps !== undefined && steps.length > 0 && steps.every((step) => step !== '' && !isLast(step));
    return isPlace
      ? undefined
      : `not a path to one place: "${path}"; write names joined by dots, [n], or ${pathToKey(path)} for this very name`;
  }
  if (steps !== undefined) return undefined;
  try {
    compileQuery(path);
    return undefined;
  } catch (error) {
    const reason = isRooted(path) ? ` (${(error as Error).message})` : '';
    return `not a path: "${path}"${reason}; write names joined by dots, [n], ['a name'] or a JSONPath from $`;
  }
}

/**
 * Compiles a path. A text that is itself a key of the value means that key, whatever is in it.
 * @returns a function that gives the value at the path (the first, where a JSONPath finds several), undefined where
 *   there is none
 * @throws SyntaxError when the path begins like a JSONPath and is none
 */
export function compilePath(path: string): Getter {
  const steps = parsePath(path);
  const [first] = steps ?? [];
  if (steps?.length === 1 && typeof first === 'string') return (value) => own(value, first);
  const walk = steps === undefined ? search(path) : walker(steps);
  if (isRooted(path)) return walk;
  return (value) => {
    const isKey = typeof value === 'object' && value !== null && Object.hasOwn(value, path);
    return isKey ? (value as Record<string, unknown>)[path] : walk(value);
  };
}

/** Whether a path leads to a value at all, be it null. */
export function hasPath(value: unknown, path: string): boolean {
  const get = getters.get(path) ?? compilePath(path);
  getters.set(path, get);
  return get(value) !== undefined;
}

// As many as the pipelines of this process have paths.
const getters = new Map<string, Getter>();

/**
 * Sets the value at a path, making the objects and lists on the way.
 * @throws SyntaxError when the path does not name one place
 */
export function setPath(target: Record<string, unknown>, path: string, value: unknown): void {
  const steps = Object.hasOwn(target, path) ? [path] : parsePath(path);
  const last = steps?.at(-1);
  if (steps === undefined || last === undefined || steps.some(isLast)) {
    throw new SyntaxError(faultOfPath(path, true));
  }
  let current: object = target;
  for (const [i, step] of steps.slice(0, -1).entries()) {
    const inner = own(current, String(step));
    const empty = typeof steps[i + 1] === 'number' ? [] : {};
    const next: object = typeof inner === 'object' && inner !== null ? inner : empty;
    setOwn(current, String(step), next);
    current = next;
  }
  setOwn(current, String(last), value);
}

/** The path of a key, whatever is in its name. */
export function pathToKey(key: string): string {
  return `['${key.replace(/['\\]/g, '\\$&')}']`;
}

/** An own property, or undefined: `toString` and `__proto__` are only there when the data has them. */
export function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

/** Sets an own property whatever its name; plain assignment of `__proto__` would change the prototype. */
export function setOwn(target: object, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    (target as Record<string, unknown>)[key] = value;
  }
}

/**
 * Compiles a path as a JSONPath, which may find many values: `data[*].id` is `$.data[*].id`.
 * @throws SyntaxError when it is none
 */
export function compileQuery(path: string): JsonPath {
  if (isRooted(path)) return compileJsonPath(path);
  if (path.startsWith('.')) throw new SyntaxError('a path does not begin with a dot');
  return compileJsonPath(path.startsWith('[') ? `$${path}` : `$.${path}`);
}

// `$ref` is a name; `$`, `$.a` and `$[0]` are not.
function isRooted(path: string): boolean {
  return /^\$($|[.[])/.test(path);
}

const isLast = (step: Step): boolean => typeof step === 'number' && step < 0;

function walker(steps: readonly Step[]): Getter {
  const [first, second] = steps;
  if (steps.length === 2 && typeof first === 'string' && typeof second === 'string') {
    return (value) => own(own(value, first), second);
  }
  return (value) => {
    let current = value;
    for (const step of steps) {
      if (typeof step === 'string') current = own(current, step);
      else current = Array.isArray(current) ? current.at(step) : undefined;
    }
    return current;
  };
}

function search(path: string): Getter {
  try {
    const { find } = compileQuery(path);
    return (value) => find(value).values[0];
  } catch (error) {
    if (isRooted(path)) throw error;
    return () => undefined;
  }
}
