// JSONPath where it is hard: long integers, nothing, one or many, patterns that backtrack.
import { json, queryOf } from '../../helpers/serve.ts';
import { always, type FaultCase, text } from './case.ts';

const fault = 'JSONPath at its limits';
const over = (name: string, data_selector: string, body: string, rest: Partial<FaultCase>): FaultCase => ({
  fault,
  name,
  server: always(text(body)),
  options: { endpoint: { data_selector, paginator: 'single_page' } },
  code: 0,
  ...rest,
});

const long = '{"data":[{"id":9007199254740993},{"id":9007199254740992},{"id":1}]}';

/** Three pages: no group, one group, two groups. */
const groups = [[], [[1, 2]], [[3], [4, 5]]];

export const jsonPath: readonly FaultCase[] = [
  ...['== 9007199254740993', '> 9007199254740993', '> 0.12345678901234567891'].map((test) =>
    // JSONPath compares doubles: a longer number in the path would stand for its neighbours too.
    over(`a number that it cannot compare is refused: ${test}`, `$.data[?@.id ${test}]`, long, {
      code: 2,
      requests: 0,
      says: new RegExp(test.replace(/^[^\d]*/, '').replace('.', '\\.')),
    }),
  ),
  over('a filter passes long integers by', '$.data[?@.id == 1]', long, { records: [{ id: 1 }] }),
  over(
    'long numbers of the records are compared',
    '$.data[?@.a > 0.1]',
    '{"data":[{"a":0.12345678901234567890}]}',
    {
      stdout: '{"a":0.12345678901234567890}\n',
    },
  ),
  over('a filter that finds nothing', '$.data[?@.id == 7]', '{"data":[{"id":1}]}', { records: [] }),
  over('one record found by name', '$.data', '{"data":{"id":1}}', { records: [{ id: 1 }] }),
  over('null under a wildcard', '$.groups[*].items', '{"groups":[{"items":null},{"items":[{"id":1}]}]}', {
    records: [{ id: 1 }],
  }),
  over('descendants', '$..items[*]', '{"a":{"items":[{"id":1}]},"b":[{"items":[{"id":2}]}]}', {
    records: [{ id: 1 }, { id: 2 }],
  }),
  ...['groups[*].items[*]', 'groups[*].items', '$.groups[*].items[*]', '$.groups[*].items'].map(
    (data_selector): FaultCase => ({
      fault,
      name: `the same shape for no group, one and two: ${data_selector}`,
      server: always((request, response) => {
        const page = Number(queryOf(request).get('page'));
        const found = groups[page - 1] ?? [];
        json(response, { pages: 3, groups: found.map((ids) => ({ items: ids.map((id) => ({ id })) })) });
      }),
      options: {
        endpoint: { data_selector, paginator: { type: 'page_number', base_page: 1, total_path: 'pages' } },
      },
      code: 0,
      records: [1, 2, 3, 4, 5].map((id) => ({ id })),
    }),
  ),
  ...["match(@.x, '(a|a)*b')", "search(@.x, '(a+)+$')", "match(@.x, '(.*)*c')"].map((pattern) =>
    over(
      `a pattern that backtracks: ${pattern}`,
      `$.data[?${pattern}]`,
      `{"data":[{"x":"${'a'.repeat(60)}!"}]}`,
      {
        records: [],
      },
    ),
  ),
];
