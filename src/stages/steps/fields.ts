// Fields of a record by their paths: taken, put, left out. The record itself stays as it is; what changes is a copy.
import type { JsonRecord } from '../../core/batch.ts';
import { own, parsePath, setOwn } from '../../core/path.ts';
import { isRecord } from '../../core/record.ts';
import { show } from '../../core/text.ts';

type Names = readonly string[];

/** Compiles a path; one that is itself a key of the record means that key. */
export function compileField(path: string): (record: JsonRecord) => Names {
  const names = (parsePath(path) ?? [path]).map(String);
  const itself = [path];
  return names.length === 1 ? () => names : (record) => (Object.hasOwn(record, path) ? itself : names);
}

/** The first name of a path: the field that a record must have for it. */
export function firstName(path: string): string {
  return String(parsePath(path)?.[0] ?? path);
}

export function valueAt(record: JsonRecord, names: Names): unknown {
  let value: unknown = record;
  for (const name of names) value = own(value, name);
  return value;
}

/**
 * Puts a value into a copy: what holds it is copied, too, and made where it is missing or null.
 * @param copy changed in place
 * @throws TypeError where something else than an object stands on the way
 */
export function putAt(copy: JsonRecord, names: Names, value: unknown): void {
  const [name = '', ...rest] = names;
  if (rest.length === 0) {
    setOwn(copy, name, value);
    return;
  }
  const inner = own(copy, name) ?? {};
  if (!isRecord(inner)) throw new TypeError(`"${name}" holds ${show(inner)}, which has no fields`);
  const holder = { ...inner };
  putAt(holder, rest, value);
  setOwn(copy, name, holder);
}

/** Paths as a tree of names; `true` where one ends. */
export type Tree = ReadonlyMap<string, Tree | true>;

/** Compiles paths to their tree, which depends on the record only where a path of several names is one of its keys. */
export function compileTree(paths: readonly string[]): (record: JsonRecord) => Tree {
  const fields = paths.map((path) => ({ path, namesIn: compileField(path) }));
  const tree = treeOf(fields.map(({ namesIn }) => namesIn({})));
  const long = paths.filter((path) => (parsePath(path)?.length ?? 1) > 1);
  if (long.length === 0) return () => tree;
  return (record) =>
    long.some((path) => Object.hasOwn(record, path))
      ? treeOf(fields.map(({ namesIn }) => namesIn(record)))
      : tree;
}

function treeOf(all: readonly Names[]): Tree {
  const root = new Map<string, Tree | true>();
  for (const names of all) {
    let node = root;
    for (const [i, name] of names.entries()) {
      const inner = node.get(name);
      if (inner === true) break;
      if (i === names.length - 1) node.set(name, true);
      else {
        const next = new Map(inner);
        node.set(name, next);
        node = next;
      }
    }
  }
  return root;
}

/** The fields of the tree alone, in the order of the record. */
export function kept(record: JsonRecord, tree: Tree): JsonRecord {
  const result: JsonRecord = {};
  for (const key of Object.keys(record)) {
    const node = tree.get(key);
    if (node === undefined) continue;
    const value = record[key];
    if (node === true) setOwn(result, key, value);
    else if (isRecord(value)) {
      const inner = kept(value, node);
      if (Object.keys(inner).length > 0) setOwn(result, key, inner);
    }
  }
  return result;
}

/** Everything but the fields of the tree. */
export function dropped(record: JsonRecord, tree: Tree): JsonRecord {
  const result: JsonRecord = {};
  for (const key of Object.keys(record)) {
    const node = tree.get(key);
    if (node === true) continue;
    const value = record[key];
    setOwn(result, key, node !== undefined && isRecord(value) ? dropped(value, node) : value);
  }
  return result;
}
