// Hints of a merge, as a first run sees them: every record comes.
import { all, things } from '../apis.ts';
import type { DltCase } from '../case.ts';

const items = things(4, (id) => ({ deleted: false, version: id }));
const endpoint = { path: 'items', data_selector: 'data', paginator: 'single_page' };

export const merging: readonly DltCase[] = [
  {
    name: 'merge-hints',
    config: (base) => ({
      client: { base_url: base },
      resources: [
        { name: 'by_merge_key', endpoint, merge_key: 'id', write_disposition: 'merge' },
        {
          name: 'by_hints',
          endpoint,
          primary_key: 'id',
          write_disposition: { disposition: 'merge', strategy: 'delete-insert' },
          columns: {
            deleted: { data_type: 'bool', hard_delete: true },
            version: { data_type: 'bigint', dedup_sort: 'desc' },
          },
        },
        {
          name: 'by_hints_without_types',
          endpoint,
          primary_key: 'id',
          write_disposition: 'merge',
          columns: [{ name: 'version', dedup_sort: 'desc' }],
        },
      ],
    }),
    api: all(items),
    records: { by_merge_key: items, by_hints: items, by_hints_without_types: items },
  },
];
