// Short words for columns, so that a schema reads like a list of what is in it.
import type { Pipeline } from 'penstock';

type Resource = Extract<Pipeline['resources'][number], { name: unknown }>;
export type Columns = NonNullable<Resource['columns']>;
type Column = Columns[string];

const column =
  (data_type: Column['data_type']) =>
  (from: string, description?: string): Column => ({
    data_type,
    from,
    ...(description ? { description } : {}),
  });

export const text = column('text');
export const bigint = column('bigint');
export const double = column('double');
export const bool = column('bool');
export const timestamp = column('timestamp');
export const json = column('json');

/** A column that every record must have. */
export const required = (one: Column): Column => ({ ...one, nullable: false });

/** A reference to another record, `{ id, name }`, as two columns: `reference('owner', 'Owner')`. */
export const reference = (name: string, from: string): Columns => ({
  [`${name}_id`]: text(`${from}.id`),
  [`${name}_name`]: text(`${from}.name`),
});
