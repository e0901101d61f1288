// The options of the partition router that reads a resource for the records of another; config looks into them, too.
import { z } from 'zod';
import { parsePath } from '../core/path.ts';
import { bodyPath, positiveInteger, text } from './fields.ts';

/** What a pipeline file calls it. */
export const PARENT_ROUTER = 'parent';

export const parentRouterOptions = z.object({
  resource: text().describe('the parent: a resource of this pipeline'),
  field: bodyPath().describe('where a record of the parent has the value'),
  group_size: positiveInteger().default(1).describe('so many values in one request; only the last has fewer'),
  separator: z.string().default(',').describe('between the values of a group; into a JSON body goes a list'),
  request_option: z
    .strictObject({
      inject_into: z.enum(['query', 'header', 'body', 'path']).describe('where the value is sent'),
      field_name: text()
        .optional()
        .describe(
          'parameter, header, path in the body, or `{name}` in the path; default: the name of the field',
        ),
    })
    .optional()
    .describe(
      'how the value is sent; without it the endpoint itself has it, as `{resources.<parent>.<field>}`',
    ),
});

export type ParentRouterOptions = z.output<typeof parentRouterOptions>;

/** The name under which the value is sent: by default the last of the field's. */
export function sentName(field: string, name: string | undefined): string {
  return name ?? String(parsePath(field)?.at(-1) ?? field);
}
