// What a column type declares about itself: how values come to it and how each format holds them.
import type { z } from 'zod';
import type { ParquetLayout } from './parquet-layout.ts';

/** Marks a value that cannot be its column's type. */
export const INVALID: unique symbol = Symbol('invalid');

/** Brings a value to a type. Never sees null or undefined. */
export type Coerce<Value = unknown> = (value: unknown) => Value | typeof INVALID;

/** Keys of a column in a pipeline file, each with a description; every one is optional there. */
export type OptionShape = Readonly<Record<string, z.ZodType>>;
type Written<Shape extends OptionShape> = { readonly [Key in keyof Shape]?: z.output<Shape[Key]> };

/** A key of a column that does not go with the others. */
export interface OptionProblem {
  readonly key: string;
  readonly message: string;
}

export interface ColumnDeclaration<
  Type extends string = string,
  Options extends OptionShape = OptionShape,
  Reading extends OptionShape = OptionShape,
  Value = unknown,
> {
  /** The word for `data_type`. */
  readonly type: Type;
  /** One sentence for the reference. */
  readonly summary: string;
  /** Keys that belong to the column for good, in files too (`scale`). */
  readonly options: Options;
  /** Keys that say how the API writes the values (`format`); once they are read they mean nothing. */
  readonly reading: Reading;
  /** What is wrong between keys that are right each by itself. */
  check?(column: Written<Options & Reading>): OptionProblem | undefined;
  /** Whether an empty text is a value; for other types it is how many APIs spell "nothing". */
  readonly isTextual: boolean;
  /** Compiles what brings a value to this type, in the one spelling that all formats take it from. */
  coerce(column: Written<Options & Reading>): Coerce<Value>;
  /** True for a value that needs no coercion, as code over `v`; for types where that is quick to tell. */
  readonly isFine?: string;
  /** Whether a value that no normalizer has seen can stand in such a column as it is. */
  fits(value: unknown): boolean;
  /** The JSON Schema of a value, for the compiled serialiser of NDJSON. */
  readonly json: object;
  /** What JSON Schema says of it beyond that, for readers that make a table's type of it. */
  jsonFormat?(column: Written<Options>): object;
  parquet(column: Written<Options>): ParquetLayout;
  /** A value as the text of a CSV cell; without it every value is as it prints. */
  toText?(value: unknown): string;
  /** A CSV cell back to its value; without it the text is the value. */
  fromText?(text: string): unknown;
  /** A Parquet primitive back to its value; without it the primitive is the value. */
  fromParquet?(primitive: unknown, column: Written<Options>): unknown;
}

export interface ColumnType<
  Type extends string = string,
  Options extends OptionShape = OptionShape,
  Reading extends OptionShape = OptionShape,
  Value = unknown,
> extends ColumnDeclaration<Type, Options, Reading, Value> {
  toText(value: unknown): string;
  fromText(text: string): unknown;
  fromParquet(primitive: unknown, column: Written<Options>): unknown;
}

/** What a value of a column type is in JavaScript. */
export type Value<T> = T extends ColumnType<string, OptionShape, OptionShape, infer V> ? V : never;

/** A new column type is this call in a file of its own, and a line in index.ts. */
export function declareColumnType<
  const Type extends string,
  Options extends OptionShape,
  Reading extends OptionShape,
  V,
>(declaration: ColumnDeclaration<Type, Options, Reading, V>): ColumnType<Type, Options, Reading, V> {
  return { toText: String, fromText: (text) => text, fromParquet: (primitive) => primitive, ...declaration };
}
