// Brings the values inside of objects and lists to their types, by the rules of columns.
import { compilePath, type Getter, own } from '../../core/path.ts';
import { show } from '../../core/text.ts';
import { INVALID } from '../contract.ts';
import { compileCoerce } from '../index.ts';
import { isObject } from '../spread.ts';
import type { ColumnShape, FieldShape } from './shape.ts';

export type Rename = (name: string) => string;

/** What is wrong inside of a value, and where: `[2].price`. */
export interface Fault {
  readonly path: string;
  readonly reason: string;
}

/**
 * Brings one value. Without `faults` the first wrong one makes the whole INVALID; with them each is told there, and null
 * in the result.
 */
type Bring = (value: unknown, faults: Fault[] | undefined, path: string) => unknown;

/** @param rename the naming, by which fields that say no `from` are found */
export function compileBring(shape: ColumnShape, rename: Rename | undefined): Bring {
  if (shape.fields !== undefined) return compileStruct(shape.fields, rename);
  if (shape.items !== undefined) return compileList(shape.items, rename);
  const coerce = compileCoerce(shape);
  return (value, faults, path) => {
    const result = coerce(value);
    return result === INVALID ? refused(value, shape.data_type, faults, path) : result;
  };
}

function compileStruct(fields: readonly FieldShape[], rename: Rename | undefined): Bring {
  const parts = fields.map((field) => ({
    name: field.name,
    get: getterOf(field, rename),
    bring: orNull(field, compileBring(field, rename)),
  }));
  return (value, faults, path) => {
    if (value === '') return null;
    if (!isObject(value)) return refused(value, 'an object', faults, path);
    const result: [string, unknown][] = [];
    for (const { name, get, bring } of parts) {
      const one = bring(get(value), faults, faults === undefined ? path : `${path}.${name}`);
      if (one === INVALID) return INVALID;
      result.push([name, one]);
    }
    return Object.fromEntries(result);
  };
}

function compileList(items: ColumnShape, rename: Rename | undefined): Bring {
  const bring = orNull(items, compileBring(items, rename));
  return (value, faults, path) => {
    if (value === '') return null;
    if (!Array.isArray(value)) return refused(value, 'a list', faults, path);
    const result: unknown[] = [];
    for (const [i, item] of value.entries()) {
      const one = bring(item, faults, faults === undefined ? path : `${path}[${i}]`);
      if (one === INVALID) return INVALID;
      result.push(one);
    }
    return result;
  };
}

function orNull({ nullable = true }: ColumnShape, bring: Bring): Bring {
  return (value, faults, path) => {
    const result = value === null || value === undefined ? null : bring(value, faults, path);
    if (result !== null || nullable) return result;
    if (faults === undefined) return INVALID;
    // Of a wrong value that has become null it is said already.
    if (faults.at(-1)?.path !== path) faults.push({ path, reason: 'no value, but not nullable' });
    return null;
  };
}

function refused(value: unknown, what: string, faults: Fault[] | undefined, path: string) {
  if (faults === undefined) return INVALID;
  faults.push({ path, reason: `${show(value)} cannot be ${what}` });
  return null;
}

function getterOf({ name, from }: FieldShape, rename: Rename | undefined): Getter {
  if (rename === undefined || from !== name) return compilePath(from);
  return (object) => {
    const plain = own(object, name);
    if (plain !== undefined) return plain;
    const key = Object.keys(object as object).find((one) => rename(one) === name);
    return key === undefined ? undefined : own(object, key);
  };
}
