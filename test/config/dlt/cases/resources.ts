// Resources: defaults, hints, dispositions, contracts, and what is a matter of databases.
import { all, routes, things } from '../apis.ts';
import type { Call, DltCase } from '../case.ts';

const items = things(4);
const single = { data_selector: 'data', paginator: 'single_page' };

const hinted = (name: string, ...hints: readonly object[]): DltCase => {
  const names = hints.map((_, at) => `items_${at + 1}`);
  return {
    name,
    config: (base) => ({
      client: { base_url: base },
      resource_defaults: { endpoint: single },
      resources: hints.map((one, at) => ({ name: names[at], endpoint: 'items', ...one })),
    }),
    api: routes({ '/items': all(items) }),
    records: Object.fromEntries(names.map((one) => [one, items])),
  };
};

export const resources: readonly DltCase[] = [
  {
    name: 'defaults-under-each-resource',
    config: (base) => ({
      client: { base_url: base, headers: null, auth: null, paginator: null },
      resource_defaults: {
        primary_key: 'id',
        write_disposition: 'merge',
        columns: [{ name: 'id', data_type: 'bigint' }],
        endpoint: { params: { state: 'open', size: 10 }, json: null, ...single },
      },
      resources: [
        'items',
        {
          name: 'closed',
          primary_key: ['id', 'name'],
          endpoint: { path: 'items', params: { state: 'closed' } },
        },
      ],
    }),
    api: ({ query }: Call) => {
      const state = query.get('state');
      const data = query.get('size') === '10' ? items.map((item) => ({ ...item, state })) : [];
      return { body: { data } };
    },
    records: {
      items: items.map((item) => ({ ...item, state: 'open' })),
      closed: items.map((item) => ({ ...item, state: 'closed' })),
    },
  },
  hinted(
    'dispositions',
    { write_disposition: 'append' },
    { write_disposition: { disposition: 'replace' } },
    { primary_key: 'id', write_disposition: { disposition: 'merge', strategy: 'upsert' } },
    {
      primary_key: 'id',
      write_disposition: { disposition: 'merge', strategy: 'delete-insert', deduplicated: true },
    },
  ),
  hinted(
    'hints-of-columns',
    { columns: { id: { primary_key: true, nullable: false, unique: true } }, write_disposition: 'merge' },
    { columns: { name: { data_type: 'text', precision: 64, cluster: true, sort: true, 'x-note': 'n' } } },
    {
      columns: [
        { name: 'id', data_type: 'bigint', nullable: false, partition: true, description: 'its number' },
        { name: 'name', data_type: 'text', row_key: false },
      ],
    },
    { columns: { name: { description: 'what it is called', variant: false } } },
  ),
  hinted(
    'contracts',
    { schema_contract: 'evolve' },
    { schema_contract: { tables: 'evolve', columns: 'evolve', data_type: 'evolve' } },
    {
      schema_contract: { tables: 'freeze', columns: 'freeze', data_type: 'freeze' },
      columns: { id: { data_type: 'bigint' }, name: { data_type: 'text' } },
    },
  ),
  hinted(
    'hints-for-databases',
    { table_format: 'delta', file_format: 'parquet' },
    { references: [{ referenced_table: 'people', columns: ['id'], referenced_columns: ['id'] }] },
    { nested_hints: { tags: { primary_key: 'id' } } },
    { selected: true, parallelized: true, max_table_nesting: 0 },
  ),
];
