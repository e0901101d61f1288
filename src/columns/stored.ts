// A column as files and the manifest know it: without what says how the API writes its values.
import { z } from 'zod';
import { pathToKey } from '../core/path.ts';
import { DATA_TYPES, type DataType } from './index.ts';
import type { ColumnShape, FieldShape } from './nested/shape.ts';
import { storedKeys, storedOptions } from './options.ts';

/** What is in a nested column; `name` is there for fields alone. */
export interface StoredShape {
  readonly name?: string | undefined;
  readonly type: DataType;
  readonly fields?: readonly StoredShape[] | undefined;
  readonly items?: StoredShape | undefined;
}

const keys = { type: z.enum(DATA_TYPES), ...storedOptions };
const shapeSchema: z.ZodType<StoredShape> = z.lazy(() =>
  z.object({ name: z.string().optional(), ...keys, ...nested }),
);
const nested = { fields: z.array(shapeSchema).readonly().optional(), items: shapeSchema.optional() };

export const storedColumnSchema = z.object({ name: z.string(), ...keys, ...nested });
export type StoredColumn = Readonly<z.output<typeof storedColumnSchema>>;

export function storedColumn(column: ColumnShape & { readonly name: string }): StoredColumn {
  return { name: column.name, ...storedShape(column) };
}

function storedShape(shape: ColumnShape): StoredShape {
  const { data_type: type, fields, items } = shape;
  return {
    type,
    ...storedKeys(shape),
    ...(fields === undefined
      ? {}
      : { fields: fields.map((field) => ({ name: field.name, ...storedShape(field) })) }),
    ...(items === undefined ? {} : { items: storedShape(items) }),
  };
}

/** What a stored column says of its values, in the words of a declared one; every field comes from its own name. */
export function shapeOf({ type, fields, items, ...keys }: StoredShape): ColumnShape {
  return {
    ...keys,
    data_type: type,
    ...(fields === undefined ? {} : { fields: fields.map(fieldOf) }),
    ...(items === undefined ? {} : { items: shapeOf(items) }),
  };
}

function fieldOf(stored: StoredShape): FieldShape {
  const { name = '' } = stored;
  return { ...shapeOf(stored), name, from: pathToKey(name) };
}
