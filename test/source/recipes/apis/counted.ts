// APIs whose pages or records are counted: WordPress, Jira, GitLab, PostgREST, Bubble.
import { type Api, type Recipe, records, refused, SIZE } from '../api.ts';

const posts = records((n) => ({ id: n, title: { rendered: `post ${n}` } }));

const wordpress: Api = ({ path, query }) => {
  if (path !== '/wp-json/wp/v2/posts') return refused('No route was found', 404);
  const page = Number(query.get('page') ?? 1);
  const size = Number(query.get('per_page') ?? 10);
  const last = Math.ceil(posts.length / size);
  if (page > last) {
    const message = 'The page number requested is larger than the number of pages available.';
    return { status: 400, body: { code: 'rest_post_invalid_page_number', message, data: { status: 400 } } };
  }
  const headers = { 'x-wp-total': String(posts.length), 'x-wp-totalpages': String(last) };
  return { headers, body: posts.slice((page - 1) * size, page * size) };
};

const issues = records((n) => ({ key: `X-${n}` }));

/** Gives five at a time, however many are asked for. */
const jira: Api = ({ query }) => {
  const startAt = Number(query.get('startAt') ?? 0);
  const maxResults = Math.min(SIZE, Number(query.get('maxResults') ?? 50));
  const found = issues.slice(startAt, startAt + maxResults);
  return { body: { startAt, maxResults, total: issues.length, issues: found } };
};

const projects = records((n) => ({ id: n, name: `project ${n}` }));

const gitlab: Api = ({ query }) => {
  const page = Number(query.get('page') ?? 1);
  const size = Number(query.get('per_page') ?? 20);
  const isLast = page * size >= projects.length;
  const headers = { 'x-page': String(page), 'x-next-page': isLast ? '' : String(page + 1) };
  return { headers, body: projects.slice((page - 1) * size, page * size) };
};

const people = records((n) => ({ id: n, name: `person ${n}` }));

const postgrest: Api = ({ query, headers }) => {
  const odd = [...query.keys()].find((name) => !/^(select|order|limit|offset)$/.test(name));
  if (odd !== undefined) return refused(`column people.${odd} does not exist`);
  const from = Number(query.get('offset') ?? 0);
  const to = Math.min(from + Number(query.get('limit') ?? people.length), people.length);
  const isCounted = headers.prefer === 'count=exact';
  if (isCounted && from > people.length) return refused('Requested range not satisfiable', 416);
  const range = `${from < to ? `${from}-${to - 1}` : '*'}/${isCounted ? people.length : '*'}`;
  const isPart = isCounted && to - from < people.length;
  return { status: isPart ? 206 : 200, headers: { 'content-range': range }, body: people.slice(from, to) };
};

const tasks = records((n) => ({ _id: `t${n}`, n }));

const bubble: Api = ({ query }) => {
  const cursor = Number(query.get('cursor') ?? 0);
  const results = tasks.slice(cursor, cursor + Number(query.get('limit') ?? 100));
  const remaining = tasks.length - cursor - results.length;
  return { body: { response: { cursor, results, count: results.length, remaining } } };
};

const invoices = records((n) => ({ id: n, customer: `<${n}> & sons` }));

const soap: Api = ({ method, headers, body }) => {
  const page = Number(/<page>(\d+)<\/page>/.exec(body)?.[1]);
  const wrap = (inner: string) =>
    `<s:Envelope xmlns:s="x"><s:Body>${inner}</s:Body></s:Envelope>`.replaceAll('s:', 'soap:');
  if (method !== 'POST' || headers.soapaction !== 'ListInvoices' || Number.isNaN(page)) {
    const fault = '<s:Fault><faultcode>s:Client</faultcode><faultstring>bad page</faultstring></s:Fault>';
    return { status: 500, headers: { 'content-type': 'text/xml' }, body: wrap(fault) };
  }
  const found = invoices
    .slice((page - 1) * SIZE, page * SIZE)
    .map(
      ({ id, customer }) =>
        `<Invoice><id>${id}</id><customer>${customer.replace('&', '&amp;').replace('<', '&lt;')}</customer></Invoice>`,
    );
  const count = `<PageCount>${Math.ceil(invoices.length / SIZE)}</PageCount>`;
  const list = `<ListInvoicesResponse>${count}${found.join('')}</ListInvoicesResponse>`;
  return { headers: { 'content-type': 'text/xml' }, body: wrap(list) };
};

export const counted: readonly Recipe[] = [
  {
    name: 'wordpress',
    api: wordpress,
    records: posts,
    slips: [
      { from: 'page_param: page', to: 'page_param: pge', says: /does not honour page_param/ },
      {
        from: 'type: page_number, base_page: 1',
        to: 'type: single, base_page: 1',
        says: /unknown kind "single"/,
      },
    ],
  },
  {
    name: 'jira',
    api: jira,
    records: issues,
    slips: [
      { from: 'offset_param: startAt', to: 'offset_param: start_at', says: /does not honour offset_param/ },
      { from: 'data_selector: issues', to: 'data_selector: issue', says: /has the keys .*issues/ },
    ],
  },
  {
    name: 'gitlab',
    api: gitlab,
    records: projects,
    slips: [
      { from: 'x-next-page', to: 'x-nextpage', says: /did you mean "x-next-page"/ },
      {
        from: 'cursor_param: page',
        to: 'cursor_param: pages',
        says: /no progress.*does not honour cursor_/s,
      },
    ],
  },
  {
    name: 'postgrest',
    api: postgrest,
    records: people,
    slips: [
      { from: 'offset_param: offset', to: 'offset_param: ofset', says: /people\.ofset does not exist/ },
    ],
  },
  {
    name: 'remaining',
    api: bubble,
    records: tasks,
    slips: [
      { from: 'response.results', to: 'response.result', says: /did you mean "results"/ },
      { from: 'offset_param: cursor', to: 'offset_param: offset', says: /does not honour offset_param/ },
    ],
  },
  {
    name: 'soap',
    api: soap,
    records: invoices,
    slips: [
      { from: '{pageNumber}', to: '{pageNo}', says: /data: is a text without \{pageNumber\}/ },
      { from: 'Response.Invoice', to: 'Response.Invoices', says: /did you mean "Invoice"/ },
    ],
  },
];
