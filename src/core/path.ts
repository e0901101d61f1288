// Dotted paths such as `info.next_page_token`, compiled once to a getter over own properties.

export type Getter = (value: unknown) => unknown;

const DOTTED = /^[^.[\]$*\s]+(\.[^.[\]$*\s]+)*$/;

/** Whether a text is a plain dotted path, which needs no JSONPath. */
export function isDottedPath(path: string): boolean {
  return DOTTED.test(path);
}

/** An own property, or undefined: `toString` and `__proto__` are only there when the data has them. */
export function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

/**
 * Compiles a dotted path. Numbers step into arrays (`items.0.id`).
 * @returns a function that gives the value at the path, undefined where a step is missing
 */
export function compilePath(path: string): Getter {
  const keys = path.split('.');
  const [first, second] = keys;
  if (first !== undefined && keys.length === 1) return (value) => own(value, first);
  if (first !== undefined && second !== undefined && keys.length === 2) {
    return (value) => own(own(value, first), second);
  }
  return (value) => {
    let current = value;
    for (const key of keys) current = own(current, key);
    return current;
  };
}

/** Whether a path leads to a property at all, be it null. */
export function hasPath(value: unknown, path: string): boolean {
  let current = value;
  for (const key of path.split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return false;
    current = (current as Record<string, unknown>)[key];
  }
  return true;
}

/** Sets an own property whatever its name; plain assignment of `__proto__` would change the prototype. */
export function setOwn(target: object, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    (target as Record<string, unknown>)[key] = value;
  }
}

/** Sets the value at a dotted path, making the objects on the way. */
export function setPath(target: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() ?? path;
  let current: object = target;
  for (const key of keys) {
    const inner = own(current, key);
    const next: object = typeof inner === 'object' && inner !== null ? inner : {};
    setOwn(current, key, next);
    current = next;
  }
  setOwn(current, last, value);
}
