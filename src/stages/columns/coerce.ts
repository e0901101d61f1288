// What a column type is: a function that brings a value to it, or says that it cannot be.
import type { Column } from '../../config/columns.ts';

/** Marks a value that cannot be its column's type. */
export const INVALID = Symbol('invalid');

/** Never sees null or undefined. */
export type Coerce = (value: unknown) => unknown;

export type CompileCoerce = (column: Column) => Coerce;
