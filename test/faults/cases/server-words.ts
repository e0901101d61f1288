// What a server says in the body of a good status, and what the pipeline makes of it.
import { json } from '../../helpers/serve.ts';
import { always, cursor, type FaultCase, ids, pages, text } from './case.ts';

const errors: Record<string, { readonly body: unknown; readonly selector: string; readonly says: RegExp }> = {
  'GraphQL errors, no nodes': {
    body: { errors: [{ message: 'timeout of the resolver' }], data: { issues: { nodes: null } } },
    selector: 'data.issues.nodes',
    says: /timeout of the resolver/,
  },
  'GraphQL errors, some nodes': {
    body: {
      errors: [{ message: 'field failed', path: ['issues'] }],
      data: { issues: { nodes: [{ id: 1 }] } },
    },
    selector: 'data.issues.nodes',
    says: /field failed/,
  },
  'GraphQL errors, data null': {
    body: { errors: [{ message: 'not allowed' }], data: null },
    selector: 'data.issues.nodes',
    says: /not allowed/,
  },
  'GraphQL errors, two of them': {
    body: { data: { a: [] }, errors: [{ message: 'one' }, { message: 'two' }] },
    selector: 'data.a',
    says: /one/,
  },
  'success: false, no records': {
    body: { success: false, error: 'quota used up', data: [] },
    selector: 'data',
    says: /quota used up/,
  },
  'success: false, its words in an object': {
    body: { success: false, error: { code: 7, message: 'plan has expired' }, data: [] },
    selector: 'data',
    says: /plan has expired/,
  },
  'success: false, data null': {
    body: { success: false, message: 'maintenance until noon', data: null },
    selector: 'data',
    says: /maintenance until noon/,
  },
  'ok: false, no records': {
    body: { ok: false, error: 'invalid_scope', data: [] },
    selector: 'data',
    says: /invalid_scope/,
  },
  'ok: false, no data': {
    body: { ok: false, error: 'invalid_scope' },
    selector: 'data',
    says: /invalid_scope/,
  },
};

const harmless: Record<string, unknown> = {
  'no errors in the list': { errors: [], data: ids(2) },
  'errors: null': { errors: null, data: ids(2) },
  'a number of errors': { errors: 0, data: ids(2) },
  'success: true': { success: true, error: null, message: 'OK', data: ids(2) },
  'ok: true beside a warning': { ok: true, warning: 'deprecated', data: ids(2) },
};

const besides: readonly FaultCase[] = [
  ...Object.entries(errors).map(
    ([name, { body, selector, says }]): FaultCase => ({
      fault: 'errors beside data',
      name,
      server: always((_, response) => json(response, body)),
      options: { endpoint: { data_selector: selector, paginator: 'single_page' } },
      code: 4,
      says,
    }),
  ),
  ...Object.entries(harmless).map(
    ([name, body]): FaultCase => ({
      fault: 'errors beside data',
      name: `no alarm: ${name}`,
      server: always((_, response) => json(response, body)),
      code: 0,
      records: ids(2),
      never: /error:/,
    }),
  ),
  {
    fault: 'errors beside data',
    name: 'no records, and no error',
    server: always(text('{"success":true,"data":[]}')),
    code: 0,
  },
];

const empties = 'an object without keys for a list';
const objects: readonly FaultCase[] = [
  { fault: empties, name: 'alone', server: always(text('{"data":{},"total":0}')), code: 0, records: [] },
  {
    fault: empties,
    name: 'deep inside',
    server: always(text('{"result":{"items":{}}}')),
    options: { endpoint: { data_selector: 'result.items' } },
    code: 0,
    records: [],
  },
  {
    fault: empties,
    name: 'as the last page of a cursor',
    server: always((request, response) =>
      json(
        response,
        request.url?.includes('cursor') ? { data: {}, next: null } : { data: ids(2), next: 'b' },
      ),
    ),
    options: { endpoint: cursor() },
    code: 0,
    records: ids(2),
  },
  {
    fault: empties,
    name: 'in place of a page that was promised, without a word on the next: it may have broken',
    server: always((request, response) =>
      json(response, request.url?.includes('cursor') ? { data: {} } : { data: ids(2), next: 'b' }),
    ),
    options: { endpoint: cursor() },
    code: 4,
    eventually: ids(2),
    says: /page 2/,
  },
  {
    fault: empties,
    name: 'behind the last page by number',
    server: always((request, response) =>
      json(response, { data: request.url?.includes('page=1') ? ids(2) : {} }),
    ),
    options: { endpoint: { paginator: { type: 'page_number', base_page: 1 } } },
    code: 0,
    records: ids(2),
  },
  {
    fault: empties,
    name: 'with a selector that gives its name in brackets',
    server: always(text('{"a.b":{}}')),
    options: { endpoint: { data_selector: "['a.b']" } },
    code: 0,
    records: [],
  },
  {
    fault: empties,
    name: 'no alarm: an object with keys is a record',
    server: always(text('{"data":{"id":1}}')),
    code: 0,
    records: [{ id: 1 }],
  },
];

const actions = [
  { when: "response.status == 'X'", action: 'fail' },
  { content: 'MAINTENANCE', action: 'fail', message: 'closed' },
  { status_code: 418, action: 'ignore' },
];
const orders = [
  [0, 1, 2],
  [1, 0, 2],
  [2, 0, 1],
  [2, 1, 0],
];
const rules: readonly FaultCase[] = orders.flatMap((order) => {
  const endpoint = { response_actions: order.map((at) => actions[at]) };
  const kinds = order.map((at) => Object.keys(actions[at] ?? {})[0]).join(', ');
  return [
    {
      fault: 'several response_actions' as const,
      name: `the content speaks: ${kinds}`,
      server: always(text('{"data":[],"note":"MAINTENANCE"}')),
      options: { endpoint },
      code: 4,
      says: /closed/,
    },
    {
      fault: 'several response_actions' as const,
      name: `the expression speaks: ${kinds}`,
      server: always(text('{"data":[],"status":"X"}')),
      options: { endpoint },
      code: 4,
    },
    {
      fault: 'several response_actions' as const,
      name: `none speaks: ${kinds}`,
      server: always(pages(1, () => ({}))),
      options: { endpoint },
      code: 0,
      records: ids(2),
    },
  ];
});

const scalars: readonly FaultCase[] = [
  '"Session expired"',
  '0',
  '17',
  'false',
  'true',
  '[[1]]',
  '["a","b"]',
  '[1,{"id":1}]',
  '[null]',
].map((value) => ({
  fault: 'scalar where records belong',
  name: value,
  server: always(text(`{"data":${value}}`)),
  code: 4,
  records: [],
  says: /things, page 1/,
}));

export const serverWords: readonly FaultCase[] = [...besides, ...objects, ...rules, ...scalars];
