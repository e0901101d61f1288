// What a record holds beyond the declared columns, nested leftovers included, so that nothing goes missing unsaid.
import type { ColumnShape, Rename } from '../../columns/nested/index.ts';
import { isObject } from '../../columns/spread.ts';
import type { JsonRecord } from '../../core/batch.ts';
import { parsePath, setOwn } from '../../core/path.ts';

/** Where a column comes from, and what it takes there: all, unless it is nested. */
export interface ColumnClaim {
  readonly path: string;
  readonly shape: Pick<ColumnShape, 'fields' | 'items'>;
}

/** What of a value is taken: `true` is all of it. */
type Claim = Part | true;

class Part {
  // Maps, not objects: a field may be named `constructor`.
  readonly keys = new Map<string, Claim>();
  /** Fields that are found by the naming. */
  readonly named = new Map<string, Claim>();
  /** Of every item of a list. */
  items: Claim | undefined;
  /** A column takes the value whatever it is, if it can. */
  isTaken = false;
}

/**
 * @param rename the naming, by which fields inside of nested columns are found
 * @returns a function that gives the undeclared fields, or undefined where there are none. Of an object that is
 *   declared in part (`owner.id`), the rest is one undeclared field (`owner`).
 */
export function findUndeclared(columns: readonly ColumnClaim[], rename?: Rename) {
  const declared = new Part();
  for (const { path, shape } of columns) {
    claim(declared, (parsePath(path) ?? []).map(String), shape, rename);
    // The path may also be a key as it stands.
    claim(declared, [path], shape, rename);
  }

  return (record: JsonRecord): [string, unknown][] | undefined => {
    let found: [string, unknown][] | undefined;
    for (const key in record) {
      const taken = declared.keys.get(key);
      if (taken === true) continue;
      const value = record[key];
      const rest = taken === undefined ? value : leftover(value, taken, rename);
      if (rest === undefined) continue;
      found ??= [];
      found.push([key, rest]);
    }
    return found;
  };
}

function claim(part: Part, [key, ...rest]: string[], shape: ColumnClaim['shape'], rename?: Rename): void {
  if (key === undefined) return;
  const present = part.keys.get(key);
  if (present === true) return;
  const branch = present ?? new Part();
  part.keys.set(key, branch);
  if (rest.length > 0) claim(branch, rest, shape, rename);
  else part.keys.set(key, filled(branch, shape, rename));
}

function filled(part: Part, { fields, items }: ColumnClaim['shape'], rename?: Rename): Claim {
  if (fields === undefined && items === undefined) return true;
  part.isTaken = true;
  for (const field of fields ?? []) {
    if (rename !== undefined && field.from === field.name) {
      part.named.set(field.name, filled(new Part(), field, rename));
    }
    claim(part, (parsePath(field.from) ?? []).map(String), field, rename);
    claim(part, [field.from], field, rename);
  }
  if (items !== undefined) part.items = filled(new Part(), items, rename);
  return part;
}

function leftover(value: unknown, taken: Part, rename: Rename | undefined): unknown {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value) && taken.items !== undefined) return leftoverItems(value, taken.items, rename);
  const isOther = !isObject(value) || taken.items !== undefined;
  if (isOther) return taken.isTaken ? undefined : value;
  const found = new Set<string>();
  let rest: JsonRecord | undefined;
  for (const key of Object.keys(value)) {
    const inner = taken.keys.get(key) ?? byNaming(key, value, taken, rename, found);
    if (inner === true) continue;
    const raw = value[key];
    const kept = inner === undefined ? raw : leftover(raw, inner, rename);
    if (kept === undefined) continue;
    rest ??= {};
    setOwn(rest, key, kept);
  }
  return rest;
}

/** A field of that name goes before one that is renamed to it, and of several the first is taken. */
function byNaming(
  key: string,
  object: JsonRecord,
  { named }: Part,
  rename: Rename | undefined,
  found: Set<string>,
): Claim | undefined {
  if (named.size === 0 || rename === undefined) return undefined;
  const name = rename(key);
  if (found.has(name) || Object.hasOwn(object, name)) return undefined;
  found.add(name);
  return named.get(name);
}

/** A list as long as the one that came, so that what is left can be found in its place. */
function leftoverItems(
  list: readonly unknown[],
  taken: Claim,
  rename: Rename | undefined,
): unknown[] | undefined {
  if (taken === true) return undefined;
  const rest = list.map((item) => leftover(item, taken, rename));
  return rest.some((item) => item !== undefined) ? rest.map((item) => item ?? null) : undefined;
}
