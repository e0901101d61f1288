// The keys that the column types take, gathered for the language and for the manifest.
import type { z } from 'zod';
import type { OptionShape } from './contract.ts';
import { columnType, columnTypes, type DataType } from './index.ts';

type Intersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  one: infer All,
) => void
  ? All
  : never;
type Registered = (typeof columnTypes)[number];

/** Two types may share a key, such as `format`; then it is one declaration. */
function gathered<Shape>(shapes: readonly OptionShape[]): Intersection<Shape> {
  const all: Record<string, z.ZodType> = {};
  for (const shape of shapes) {
    for (const [key, schema] of Object.entries(shape)) {
      if (all[key] !== undefined && all[key] !== schema)
        throw new TypeError(`two declarations of the column key ${key}`);
      all[key] = schema;
    }
  }
  return all as Intersection<Shape>;
}

const lasting = gathered<Registered['options']>(columnTypes.map(({ options }) => options));
const reading = gathered<Registered['reading']>(columnTypes.map(({ reading }) => reading));

/** Every key that some type takes for itself. */
export const columnOptions = { ...lasting, ...reading };

/** The keys among them that have no meaning for this type. */
export function foreignKeys(type: DataType, column: object): string[] {
  const { options, reading } = columnType(type);
  return Object.entries(column).flatMap(([key, value]) => {
    if (NESTED_KEYS.includes(key) && value !== undefined) return type === 'json' ? [] : [key];
    const isOption = Object.hasOwn(columnOptions, key) && value !== undefined;
    return isOption && !Object.hasOwn(options, key) && !Object.hasOwn(reading, key) ? [key] : [];
  });
}

/** The keys that say what is in a `json` column (nested/schema.ts). */
const NESTED_KEYS = ['fields', 'items'];

/** The keys of a column that files and the manifest keep: those that do not say how the API writes its values. */
export const storedOptions = lasting;

/** A column's own keys among those, without its name and its type. */
export function storedKeys(column: { readonly data_type: DataType }): object {
  const keys = Object.keys(columnType(column.data_type).options);
  const kept = Object.entries(column).filter(([key, value]) => keys.includes(key) && value !== undefined);
  return Object.fromEntries(kept);
}
