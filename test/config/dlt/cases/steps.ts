// processing_steps, functions in response_actions, names of tables.
import { all, things } from '../apis.ts';
import { type DltCase, type Item, lambda } from '../case.ts';

const items = things(4, (id) => ({ tags: id % 2 === 0 ? ['even', 'two'] : ['odd'] }));
const endpoint = { path: 'items', data_selector: 'data', paginator: 'single_page' };
const isEven = lambda((record: Item) => Number(record.id) % 2 === 0, 'lambda record: record["id"] % 2 == 0');

export const steps: readonly DltCase[] = [
  {
    name: 'processing-steps',
    config: (base) => ({
      client: { base_url: base },
      resource_defaults: { endpoint },
      resources: [
        { name: 'even', endpoint, processing_steps: [{ filter: isEven }] },
        {
          name: 'renamed',
          endpoint,
          processing_steps: [
            { filter: isEven },
            { map: lambda(({ id }: Item) => ({ number: id }), 'lambda record: {"number": record["id"]}') },
          ],
        },
        {
          name: 'tags',
          endpoint,
          processing_steps: [
            {
              yield_map: lambda(
                ({ id, tags }: Item) => (tags as string[]).map((tag) => ({ id, tag })),
                'lambda record: ({"id": record["id"], "tag": tag} for tag in record["tags"])',
              ),
            },
          ],
        },
      ],
    }),
    api: all(items),
    records: {
      even: items.filter(({ id }) => Number(id) % 2 === 0),
      renamed: [{ number: 2 }, { number: 4 }],
      tags: items.flatMap(({ id, tags }) => (tags as string[]).map((tag) => ({ id, tag }))),
    },
  },
  {
    name: 'table-names-and-nesting',
    config: (base) => ({
      client: { base_url: base },
      resources: [{ name: 'items', table_name: 'the_items', max_table_nesting: 0, endpoint }],
    }),
    api: all(items),
    records: { items },
  },
  {
    name: 'a-function-of-the-answer',
    config: (base) => ({
      client: { base_url: base },
      resources: [
        {
          name: 'items',
          endpoint: {
            ...endpoint,
            response_actions: [
              lambda(() => undefined, 'lambda response, *more, **named: None'),
              { status_code: 200, action: lambda(() => undefined, 'lambda response, *more, **named: None') },
            ],
          },
        },
      ],
    }),
    api: all(items),
    records: { items },
  },
];
