// The type of a column with everything its keys say: one of the registry, or `json` with the shape that is declared.
import type { ColumnType } from '../contract.ts';
import { INVALID } from '../contract.ts';
import { columnType } from '../index.ts';
import { json } from '../json.ts';
import { compileBring, type Fault, type Rename } from './bring.ts';
import { fromGroup, layoutOf } from './layout.ts';
import { type ColumnShape, isNested } from './shape.ts';

/** A value with null in place of what is wrong in it, and what that was. */
export interface Repaired {
  readonly value: unknown;
  readonly faults: readonly Fault[];
}

export function typeOf(shape: ColumnShape): ColumnType {
  if (!isNested(shape)) return columnType(shape.data_type);
  return {
    ...json,
    isFine: 'false',
    coerce: () => compileNested(shape, undefined).coerce,
    parquet: () => layoutOf(shape),
    fromParquet: (primitive) => fromGroup(primitive, shape),
  };
}

/**
 * Compiles what brings a value to a shape.
 * @param rename the naming, by which fields that say no `from` are found
 */
export function compileNested(shape: ColumnShape, rename: Rename | undefined) {
  const bring = compileBring(shape, rename);
  return {
    coerce: (value: unknown): unknown | typeof INVALID => bring(value, undefined, ''),
    repair(value: unknown): Repaired {
      const faults: Fault[] = [];
      const repaired = bring(value, faults, '');
      return { value: repaired === INVALID ? null : repaired, faults };
    },
  };
}

export type { Fault, Rename } from './bring.ts';
export { type ColumnShape, type FieldShape, isNested, shapeText } from './shape.ts';
