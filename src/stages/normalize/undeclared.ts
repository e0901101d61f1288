// What a record holds beyond the declared columns, nested leftovers included, so that nothing goes missing unsaid.
import type { JsonRecord } from '../../core/batch.ts';
import { ExactNumber } from '../../core/exact-number.ts';
import { parsePath, setOwn } from '../../core/path.ts';

// A map, not an object: a field may be named `constructor`.
type Tree = Map<string, Tree | true>;

/**
 * @param paths where the declared columns come from
 * @returns a function that gives the undeclared fields, or undefined where there are none. Of an object that is
 *   declared in part (`owner.id`), the rest is one undeclared field (`owner`).
 */
export function findUndeclared(paths: readonly string[]) {
  const declared: Tree = new Map();
  for (const path of paths) {
    plant(declared, (parsePath(path) ?? []).map(String));
    // The path may also be a key as it stands.
    plant(declared, [path]);
  }

  return (record: JsonRecord): [string, unknown][] | undefined => {
    let found: [string, unknown][] | undefined;
    for (const key in record) {
      const claim = declared.get(key);
      if (claim === true) continue;
      const value = record[key];
      const rest = claim === undefined ? value : leftover(value, claim);
      if (rest === undefined) continue;
      found ??= [];
      found.push([key, rest]);
    }
    return found;
  };
}

function plant(tree: Tree, [key, ...rest]: string[]): void {
  if (key === undefined) return;
  const present = tree.get(key);
  if (present === true) return;
  if (rest.length === 0) {
    tree.set(key, true);
    return;
  }
  const branch = present ?? new Map();
  tree.set(key, branch);
  plant(branch, rest);
}

function leftover(value: unknown, claim: Tree): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object' || Array.isArray(value) || value instanceof ExactNumber) return value;
  let rest: JsonRecord | undefined;
  for (const key of Object.keys(value)) {
    const inner = claim.get(key);
    if (inner === true) continue;
    const raw = (value as JsonRecord)[key];
    const kept = inner === undefined ? raw : leftover(raw, inner);
    if (kept === undefined) continue;
    rest ??= {};
    setOwn(rest, key, kept);
  }
  return rest;
}
