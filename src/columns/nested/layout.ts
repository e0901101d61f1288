// How objects and lists lie in a Parquet file: groups whose leaves are columns of their own, as every reader knows them.
import type { SchemaElement } from 'hyparquet';
import { own } from '../../core/path.ts';
import { columnType } from '../index.ts';
import { OPTIONAL, type ParquetLayout } from '../parquet-layout.ts';
import { isObject } from '../spread.ts';
import type { ColumnShape, FieldShape } from './shape.ts';

export function layoutOf(shape: ColumnShape): ParquetLayout {
  if (shape.fields !== undefined) return structLayout(shape.fields);
  if (shape.items !== undefined) return listLayout(shape.items);
  return columnType(shape.data_type).parquet({ ...shape });
}

function structLayout(fields: readonly FieldShape[]): ParquetLayout {
  const parts = fields.map((field) => ({ name: field.name, layout: layoutOf(field) }));
  return {
    element: { ...OPTIONAL, num_children: parts.length },
    children: parts.flatMap(({ name, layout }) => elementsOf(name, layout)),
    parquetjs: undefined,
    toPrimitive(value) {
      if (!isObject(value)) return undefined;
      // Complete and without a prototype: the writer reads fields by their names, whatever they are.
      const group: Record<string, unknown> = Object.create(null);
      for (const { name, layout } of parts) {
        const primitive = primitiveOf(own(value, name), layout);
        if (primitive === undefined) return undefined;
        group[name] = primitive;
      }
      return group;
    },
    size(primitive) {
      const group = primitive as Record<string, unknown>;
      return parts.reduce((sum, { name, layout }) => sum + sizeOf(group[name], layout), 1);
    },
  };
}

function listLayout(items: ColumnShape): ParquetLayout {
  const layout = layoutOf(items);
  return {
    element: { ...OPTIONAL, num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } },
    children: [
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...elementsOf('element', layout),
    ],
    parquetjs: undefined,
    toPrimitive(value) {
      if (!Array.isArray(value)) return undefined;
      const primitives = value.map((item) => primitiveOf(item, layout));
      return primitives.includes(undefined) ? undefined : primitives;
    },
    size: (primitive) => (primitive as unknown[]).reduce<number>((sum, one) => sum + sizeOf(one, layout), 1),
  };
}

/** A layout under its name, with what is in it. */
export function elementsOf(name: string, { element, children = [] }: ParquetLayout): SchemaElement[] {
  return [{ ...element, name }, ...children];
}

function primitiveOf(value: unknown, layout: ParquetLayout): unknown {
  return value === null || value === undefined ? null : layout.toPrimitive(value);
}

function sizeOf(primitive: unknown, layout: ParquetLayout): number {
  return primitive === null ? 1 : layout.size(primitive);
}

/** What a reader gives for a group, back to the value it was. */
export function fromGroup(primitive: unknown, shape: ColumnShape): unknown {
  if (primitive === null || primitive === undefined) return null;
  const { fields, items } = shape;
  if (fields !== undefined) {
    return Object.fromEntries(
      fields.map((field) => [field.name, fromGroup(own(primitive, field.name), field)]),
    );
  }
  if (items === undefined) return columnType(shape.data_type).fromParquet(primitive, { ...shape });
  return Array.isArray(primitive) ? primitive.map((one) => fromGroup(one, items)) : primitive;
}
