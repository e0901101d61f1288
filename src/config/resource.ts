// The `resources` part of a pipeline file: one endpoint's records.
import { z } from 'zod';
import { columnsSchema, contractSchema } from './columns.ts';
import {
  charset,
  endpointData,
  endpointHeaders,
  endpointJson,
  endpointParams,
  RESPONSE_FORMATS,
  selector,
  text,
} from './fields.ts';
import { incrementalSchema } from './incremental.ts';
import type { DedupSort } from './merge-rules.ts';
import { childFields } from './parent-link.ts';
import { responseActionSchema } from './response-actions.ts';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'SEARCH'] as const;

/** Whether a URL parser would take segments of a path as steps up, out of what base_url says. */
export function hasDotSegments(path: string): boolean {
  const [segments = ''] = path.split(/[?#]/);
  return segments.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
}

/** The endpoint's keys but those whose types come from the registries. In a file each may also be null: its default. */
export const endpointFields = {
  path: z
    .string()
    .refine((path) => !hasDotSegments(path), { error: 'must not hold "." or ".." segments' })
    .refine((path) => !/^https?:/i.test(path) || URL.canParse(path), {
      error: 'expected a path or an address',
    })
    .describe('appended to `base_url`; default: the resource’s name'),
  method: z
    .string()
    .transform((method) => method.toUpperCase())
    .pipe(z.enum(METHODS))
    .default('GET')
    .describe('HTTP method, any case'),
  params: endpointParams().default({}).describe('query; a list repeats the key, null drops it'),
  json: endpointJson().optional().describe('request body as JSON'),
  data: endpointData()
    .optional()
    .describe(
      'request body as a form (a list repeats the field, null drops it), or as text, under the `content-type` of `headers`: what is sent by a `…_body_path` or a router goes where the text holds its name in braces, escaped in XML, JSON (inside the quotes of the text) and forms, and as it is in any other text',
    ),
  headers: endpointHeaders().default({}).describe('added to the client’s'),
  data_selector: selector()
    .optional()
    .describe(
      'where the records are: dotted path, `$`, or JSONPath; default: the known envelope keys are tried',
    ),
  rows_as: z
    .enum(['objects', 'arrays'])
    .default('objects')
    .describe('what the data selector finds: `arrays` are rows of values without names'),
  columns_path: selector()
    .optional()
    .describe(
      'where the body names the values of `rows_as: arrays`: a list of texts, or of objects with a `name`; the first row may be that list, `$[0]`',
    ),
  response_format: z
    .enum(RESPONSE_FORMATS)
    .optional()
    .describe(
      'format of the answers: `json`; `jsonl` and `csv`, of which `$` is the list of the records (cells are text, empty ones null); `xml`, an object under the name of its root (`@id` is an attribute, `#text` a text beside others, values are text); default: the client’s',
    ),
  encoding: charset().optional().describe('charset of the answers; default: the client’s'),
  incremental: incrementalSchema
    .optional()
    .describe('reads only what is new since the last run, whose last value is kept in the state'),
  response_actions: z
    .array(responseActionSchema)
    .default([])
    .describe(
      'answers that mean something else than their status; the first entry that matches counts. A function of the answer (`status`, `headers`, `body`, `text`) may stand for an entry: unlike a hook of dlt it changes nothing, and returns an action or nothing',
    ),
};

/** The resource's keys but `name` and `endpoint`. In a file each may also be null: its default. */
export const resourceFields = {
  primary_key: z
    .union([text().transform((column) => [column]), z.array(text()).min(1)])
    .default([])
    .describe('column or columns that identify a record'),
  write_disposition: z
    .enum(['append', 'replace', 'merge'])
    .default('replace')
    .describe('what happens to the files of earlier runs; with `incremental` the default is `append`'),
  merge_key: z
    .union([text().transform((column) => [column]), z.array(text()).min(1)])
    .default([])
    .describe(
      'merge: column or columns that name a group; earlier records of a group that comes again give way as a whole, as in dlt; beside `primary_key` or alone',
    ),
  hard_delete: text()
    .optional()
    .describe(
      'merge: column that says that a record is deleted, by true, or by any value where it is no bool; its key is removed',
    ),
  dedup_sort: z
    .record(z.string().min(1), z.enum(['asc', 'desc']))
    .refine((sort) => Object.keys(sort).length === 1, { error: 'names one column' })
    .transform((sort): DedupSort => {
      const [[column, order] = ['', 'desc' as const]] = Object.entries(sort);
      return { column, order };
    })
    .optional()
    .describe(
      'merge: which of the records with one key stays, `{updated_at: desc}`: that with the highest value, or with `asc` the lowest; of equals the later one; default: by the cursor of `incremental`',
    ),
  vanished: z
    .enum(['keep', 'drop', 'mark'])
    .default('keep')
    .describe(
      'merge: what happens to earlier records whose key a complete read did not find: `mark` writes the time into `_vanished_at`, until they come again',
    ),
  columns: columnsSchema.optional().describe('the declared schema, in output order'),
  schema_contract: contractSchema
    .prefault({})
    .describe('what happens to fields and values that break the schema'),
  naming: z
    .enum(['keep', 'snake_case'])
    .default('keep')
    .describe('`snake_case` renames the fields that no column declares'),
  max_table_nesting: z
    .number()
    .int()
    .min(0)
    .max(1000)
    .default(0)
    .describe(
      'so many levels of objects become columns, `owner__name` from `owner.name`; deeper ones and lists stay JSON',
    ),
  table_name: text()
    .refine((name) => !/\{(?:resources|incremental)\.[^{}]*\}/.test(name), {
      error: 'is decided once for all records, so nothing of a record or a partition can be part of it',
    })
    .optional()
    .describe('name of the output: its folder in an export directory; default: the resource’s name'),
  selected: z.boolean().default(true).describe('false: only run when named'),
  dedupe: z
    .boolean()
    .optional()
    .describe('drop records whose key came before; default: yes where there is a primary key'),
  ...childFields,
};
