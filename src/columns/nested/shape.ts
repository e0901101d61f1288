// What a column that is no single value is made of: an object of fields, or a list of items, as deep as they are said.
import type { DataType } from '../index.ts';

/** What a value is brought to, be it a column's, a field's or an item's; beside these it has its type's own keys. */
export interface ColumnShape {
  readonly data_type: DataType;
  readonly nullable?: boolean | undefined;
  /** In output order. */
  readonly fields?: readonly FieldShape[] | undefined;
  readonly items?: ColumnShape | undefined;
}

export interface FieldShape extends ColumnShape {
  readonly name: string;
  /** Path in the object that comes; the name where none is said. */
  readonly from: string;
}

export function isNested(shape: Pick<ColumnShape, 'fields' | 'items'>): boolean {
  return shape.fields !== undefined || shape.items !== undefined;
}

/** `json {id: bigint, tags: [text]}`, for messages, and to tell whether two are the same. */
export function shapeText(shape: ColumnShape): string {
  return isNested(shape) ? `json ${inner(shape)}` : shape.data_type;
}

function inner({ data_type, fields, items }: ColumnShape): string {
  if (fields !== undefined) return `{${fields.map((field) => `${field.name}: ${inner(field)}`).join(', ')}}`;
  return items === undefined ? data_type : `[${inner(items)}]`;
}
