// `fields` and `items` in a pipeline file: the same keys at every depth.
import { z } from 'zod';
import { columnType, DATA_TYPES } from '../index.ts';
import { columnOptions, foreignKeys } from '../options.ts';
import type { ColumnShape, FieldShape } from './shape.ts';

/** Under which the recursive part is told of in JSON Schema, types and reference. */
export const FIELD_ID = 'column_field';

const fieldsOf = (field: z.ZodType<FieldKeys>) =>
  z
    .record(z.string().min(1), field)
    .refine((fields) => Object.keys(fields).length > 0, { error: 'needs at least one field' })
    .transform((fields): readonly FieldShape[] =>
      Object.entries(fields).map(([name, one]) => ({ ...one, name, from: one.from ?? name })),
    )
    .optional()
    .describe(
      'json: the fields of its objects, in output order; with them a value is an object of these, in Parquet a struct',
    );

const itemsOf = (field: z.ZodType<FieldKeys>) =>
  field.optional().describe('json: what its lists hold; with it a value is a list of these, in Parquet too');

type FieldKeys = ColumnShape & { readonly from?: string | undefined };

const fieldSchema: z.ZodType<FieldKeys> = z
  .strictObject({
    data_type: z
      .enum(DATA_TYPES)
      .optional()
      .describe('as of a column; not needed beside `fields` or `items`'),
    nullable: z.boolean().default(true).describe('false: an object without a value breaks the contract'),
    from: z.string().min(1).optional().describe('path in the object (`owner.id`); default: the field’s name'),
    ...columnOptions,
    get fields(): ReturnType<typeof fieldsOf> {
      return fieldsOf(fieldSchema);
    },
    get items(): ReturnType<typeof itemsOf> {
      return itemsOf(fieldSchema);
    },
    description: z.string().optional().describe('what it means'),
  })
  .transform(({ data_type, ...field }, context) => {
    const isNested = field.fields !== undefined || field.items !== undefined;
    const shape = { ...field, data_type: data_type ?? 'json' };
    if (data_type === undefined && !isNested) {
      context.addIssue({ code: 'custom', path: ['data_type'], message: 'is needed' });
    }
    refineShape(shape, context);
    return shape;
  })
  .meta({ id: FIELD_ID });

/** The keys of a column that say what is in it. */
export const nestedKeys = { fields: fieldsOf(fieldSchema), items: itemsOf(fieldSchema) };

/** What the keys of a column or a field demand of each other. */
export function refineShape(shape: ColumnShape, context: z.RefinementCtx): void {
  const problem = (key: string, message: string) =>
    context.addIssue({ code: 'custom', path: [key], message });
  const foreign = foreignKeys(shape.data_type, shape);
  for (const key of foreign) problem(key, `has no meaning for ${shape.data_type}`);
  if (foreign.length > 0) return;
  if (shape.fields !== undefined && shape.items !== undefined) {
    problem('items', 'is of a list, and `fields` of an object: a value is one of them');
  }
  const found = columnType(shape.data_type).check?.({ ...shape });
  if (found !== undefined) problem(found.key, found.message);
}
