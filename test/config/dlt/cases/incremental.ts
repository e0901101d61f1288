// Incremental reading, in each of dlt's forms; every case is a first run.
import { all, things } from '../apis.ts';
import { type Call, type DltCase, lambda } from '../case.ts';

const day = (number: number) => `2024-01-0${number}T00:00:00Z`;
const items = things(6, (id) => ({ updated_at: day(id) }));
const since =
  (isRight: (call: Call) => boolean, from = 3): DltCase['api'] =>
  (call) => ({ body: { data: isRight(call) ? items.slice(from - 1) : [{ id: `wrong: ${call.query}` }] } });

const one = (name: string, endpoint: object, api: DltCase['api'], from = 3, resource = {}): DltCase => ({
  name,
  config: (base) => ({
    client: { base_url: base },
    resources: [
      {
        name: 'items',
        ...resource,
        endpoint: { data_selector: 'data', paginator: 'single_page', ...endpoint },
      },
    ],
  }),
  api,
  records: { items: items.slice(from - 1) },
});

export const incremental: readonly DltCase[] = [
  one(
    'incremental-in-a-param',
    { params: { since: { type: 'incremental', cursor_path: 'updated_at', initial_value: day(3) } } },
    since(({ query }) => query.get('since') === day(3)),
  ),
  one(
    'incremental-by-start-and-end',
    {
      incremental: {
        cursor_path: 'updated_at',
        initial_value: day(3),
        end_value: day(6),
        start_param: 'from',
        end_param: 'to',
        range_end: 'closed',
      },
    },
    since(({ query }) => query.get('from') === day(3) && query.get('to') === day(6)),
  ),
  one(
    'incremental-in-a-placeholder',
    {
      params: { q: 'updated>{incremental.start_value}' },
      incremental: { cursor_path: 'updated_at', initial_value: day(3) },
    },
    since(({ query }) => query.get('q') === `updated>${day(3)}`),
  ),
  one(
    'incremental-of-an-api-that-knows-no-since',
    {
      incremental: {
        cursor_path: 'updated_at',
        initial_value: day(4),
        row_order: 'asc',
        range_start: 'open',
      },
    },
    all(items),
    5,
    { primary_key: 'id', write_disposition: 'merge' },
  ),
  one(
    'incremental-with-a-convert',
    {
      incremental: {
        cursor_path: 'updated_at',
        initial_value: day(3),
        start_param: 'since',
        convert: lambda((value) => String(value).slice(0, 10), 'lambda value: str(value)[:10]'),
      },
    },
    since(({ query }) => query.get('since') === '2024-01-03'),
  ),
  one(
    'incremental-in-a-body',
    {
      method: 'POST',
      json: { filter: { since: '{incremental.start_value}' } },
      incremental: {
        cursor_path: 'updated_at',
        initial_value: day(3),
        on_cursor_value_missing: 'exclude',
        lag: null,
      },
    },
    since(({ body }) => (body.filter as { since?: string })?.since === day(3)),
  ),
];
