// The keys that the column types take, gathered for the language and for the manifest.
import { z } from 'zod';
import type { OptionShape } from './contract.ts';
import { columnType, columnTypes, DATA_TYPES, type DataType } from './index.ts';

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

/** Every key that some type takes. */
export const columnOptions = { ...lasting, ...reading };

/** The keys among them that have no meaning for this type. */
export function foreignKeys(type: DataType, column: object): string[] {
  const { options, reading } = columnType(type);
  return Object.entries(column).flatMap(([key, value]) => {
    const isOption = Object.hasOwn(columnOptions, key) && value !== undefined;
    return isOption && !Object.hasOwn(options, key) && !Object.hasOwn(reading, key) ? [key] : [];
  });
}

/** A column as files and the manifest know it: without what says how the API writes its values. */
export const storedColumnSchema = z.object({ name: z.string(), type: z.enum(DATA_TYPES), ...lasting });
export type StoredColumn = Readonly<z.output<typeof storedColumnSchema>>;

export function storedColumn(column: { readonly name: string; readonly data_type: DataType }): StoredColumn {
  const keys = Object.keys(columnType(column.data_type).options);
  const kept = Object.entries(column).filter(([key, value]) => keys.includes(key) && value !== undefined);
  return { name: column.name, type: column.data_type, ...Object.fromEntries(kept) };
}
