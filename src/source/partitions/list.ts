// list: one slice for each value of a given list.
import { z } from 'zod';
import { bodyPath, text } from '../../config/fields.ts';
import { declarePartitionRouter } from './contract.ts';

export const list = declarePartitionRouter({
  type: 'list',
  summary: 'Reads the resource once for each value of a list.',
  options: z.object({
    values: z
      .array(z.union([z.string(), z.number(), z.boolean()]))
      .min(1)
      .describe('the values'),
    cursor_field: text().describe('name of the slice; by default also the query parameter'),
    request_option: z
      .strictObject({
        inject_into: z.enum(['query', 'header', 'body', 'path']).describe('where the value is sent'),
        field_name: text().describe('parameter, header, dotted body path, or `{name}` in the path'),
      })
      .optional()
      .describe('sends the value elsewhere than in the query'),
    record_field: bodyPath().optional().describe('writes the value into each record under this name'),
  }),
  example: { type: 'list', values: ['Contacts', 'Tasks'], cursor_field: 'module' },
  *create(options) {
    const { inject_into: place = 'query', field_name: name = options.cursor_field } =
      options.request_option ?? {};
    for (const raw of options.values) {
      const value = String(raw);
      const sent = { [name]: value };
      yield {
        key: `${options.cursor_field}=${value}`,
        params: place === 'query' ? sent : {},
        headers: place === 'header' ? sent : {},
        body: place === 'body' ? sent : {},
        pathValues: place === 'path' ? sent : {},
        recordFields: options.record_field === undefined ? {} : { [options.record_field]: value },
      };
    }
  },
});
