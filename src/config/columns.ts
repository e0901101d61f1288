// The schema part of the language: `columns`, `schema_contract`, `naming`.
import { z } from 'zod';
import { columnTypes, DATA_TYPES } from '../columns/index.ts';
import { nestedKeys, refineShape } from '../columns/nested/schema.ts';
import { columnOptions } from '../columns/options.ts';

const summaries = columnTypes.map(({ type, summary }) => `\`${type}\`: ${summary}`).join('; ');

export const columnSchema = z
  .strictObject({
    data_type: z.enum(DATA_TYPES).describe(`the type every value is brought to; ${summaries}`),
    nullable: z.boolean().default(true).describe('false: a record without a value breaks the contract'),
    from: z
      .string()
      .min(1)
      .optional()
      .describe('path in the incoming record (`owner.id`); default: the column’s name'),
    primary_key: z.boolean().optional().describe('true: the column is (part of) the resource’s primary_key'),
    merge_key: z.boolean().optional().describe('true: the column is (part of) the resource’s merge_key'),
    hard_delete: z.boolean().optional().describe('true: the column is the resource’s hard_delete'),
    dedup_sort: z.enum(['asc', 'desc']).optional().describe('the column is the resource’s dedup_sort'),
    ...columnOptions,
    ...nestedKeys,
    description: z.string().optional().describe('what the column means'),
  })
  .superRefine(refineShape);

/** A column with its name and every default filled in. */
export type Column = z.output<typeof columnSchema> & { readonly name: string; readonly from: string };

/** The declared columns by name; parsed to a list in output order. */
export const columnsSchema = z
  .record(z.string().min(1), columnSchema)
  .transform((columns): readonly Column[] =>
    Object.entries(columns).map(([name, column]) => ({ ...column, name, from: column.from ?? name })),
  );

const modes = ['evolve', 'discard_value', 'discard_row', 'freeze'] as const;
type Mode = (typeof modes)[number];

/** What happens to fields and values that break the schema, both decided. */
export interface Contract {
  readonly columns: Mode;
  readonly data_type: Exclude<Mode, 'evolve'>;
}

/** One word for both, or one for each. Without any: new fields are kept, wrong values reject their record. */
export const contractSchema = z
  .union([
    z.enum(modes),
    z.strictObject({
      columns: z.enum(modes).optional().describe('an undeclared field'),
      data_type: z
        .enum(['discard_value', 'discard_row', 'freeze'])
        .optional()
        .describe('a value that cannot be its type, or a null where none may be'),
    }),
  ])
  .transform((written): Contract => {
    if (typeof written !== 'string')
      return { columns: 'evolve', data_type: 'discard_row', ...withoutUndefined(written) };
    return { columns: written, data_type: written === 'evolve' ? 'discard_row' : written };
  });

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;
}
