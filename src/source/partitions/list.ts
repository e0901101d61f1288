// list: one slice for each value of a given list.
import { z } from 'zod';
import { bodyPath, text } from '../../config/fields.ts';
import { declarePartitionRouter } from './contract.ts';

export const list = declarePartitionRouter({
  type: 'list',
  summary: 'Reads the resource once for each value of a list; a value that stands there twice is read once.',
  options: z.object({
    values: z
      .array(z.union([z.string(), z.number(), z.boolean()]))
      .min(1)
      .describe('the values; into a JSON body and into records they go as what they are'),
    cursor_field: text().describe('name of the slice; by default also the query parameter'),
    request_option: z
      .strictObject({
        inject_into: z.enum(['query', 'header', 'body', 'path']).describe('where the value is sent'),
        field_name: text().describe('parameter, header, path in the body, or `{name}` in the path'),
      })
      .optional()
      .describe('sends the value elsewhere than in the query'),
    record_field: bodyPath().optional().describe('writes the value into each record under this name'),
  }),
  example: { type: 'list', values: ['Contacts', 'Tasks'], cursor_field: 'module' },
  *create(options) {
    const { inject_into: place = 'query', field_name: name = options.cursor_field } =
      options.request_option ?? {};
    for (const value of new Set(options.values)) {
      const asText = { [name]: String(value) };
      yield {
        key: `${options.cursor_field}=${value}`,
        params: place === 'query' ? { [name]: value } : {},
        headers: place === 'header' ? asText : {},
        body: place === 'body' ? { [name]: value } : {},
        pathValues: place === 'path' ? asText : {},
        values: { [options.cursor_field]: value },
        recordFields: options.record_field === undefined ? {} : { [options.record_field]: value },
      };
    }
  },
});
