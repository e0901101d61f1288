// The `resources` part of a pipeline file: one endpoint's records.
import { z } from 'zod';
import { columnsSchema, contractSchema } from './columns.ts';
import { condition, headerValues, jsonObject, queryParams, selector, text } from './fields.ts';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH'] as const;

export const responseActionSchema = z
  .strictObject({
    status_code: z.number().int().min(100).max(599).optional().describe('matches this HTTP status'),
    content: z.string().min(1).optional().describe('matches a body that contains this text'),
    when: condition().optional().describe('matches when this expression over `response` is true'),
    action: z.enum(['ignore', 'fail', 'retry', 'refresh_token']).describe('what to do then'),
    message: z.string().optional().describe('said in the error or the report'),
  })
  .refine(
    (action) => action.status_code !== undefined || action.content !== undefined || action.when !== undefined,
    {
      error: 'needs one of status_code, content, when',
    },
  );
export type ResponseAction = z.output<typeof responseActionSchema>;

/** The endpoint's keys but those whose types come from the registries. */
export const endpointFields = {
  path: z.string().optional().describe('appended to `base_url`; default: the resource’s name'),
  method: z
    .string()
    .transform((method) => method.toUpperCase())
    .pipe(z.enum(METHODS))
    .optional()
    .describe('HTTP method, any case; default GET'),
  params: queryParams().nullish().describe('query; a list repeats the key, null drops it'),
  json: jsonObject().nullish().describe('request body'),
  headers: headerValues().nullish().describe('added to the client’s'),
  data_selector: selector()
    .nullish()
    .describe(
      'where the records are: dotted path, `$`, or JSONPath; default: the known envelope keys are tried',
    ),
  response_actions: z
    .array(responseActionSchema)
    .nullish()
    .describe('answers that mean something else than their status'),
};

/** The resource's keys but `endpoint`. */
export const resourceFields = {
  primary_key: z
    .union([text(), z.array(text()).min(1)])
    .nullish()
    .describe('column or columns that identify a record'),
  write_disposition: z
    .enum(['append', 'replace', 'merge'])
    .nullish()
    .describe('what happens to the files of earlier runs; default `replace`'),
  columns: columnsSchema.nullish().describe('the declared schema, in output order'),
  schema_contract: contractSchema
    .nullish()
    .describe('what happens to fields and values that break the schema'),
  naming: z
    .enum(['keep', 'snake_case'])
    .nullish()
    .describe('`snake_case` renames the fields that no column declares'),
  selected: z.boolean().nullish().describe('false: only run when named'),
  dedupe: z
    .boolean()
    .nullish()
    .describe('drop records whose key came before; default: yes where there is a primary key'),
};
