// APIs whose answers hold the address of the next page: Link headers, HAL, JSON:API, FHIR, Salesforce.
import { type Api, type Recipe, records, refused, SIZE } from '../api.ts';

const issues = records((n) => ({ id: n, title: `issue ${n}` }));

const linkHeader: Api = ({ path, query, origin }) => {
  const page = Number(query.get('page') ?? 1);
  const size = Number(query.get('per_page') ?? 30);
  const last = Math.ceil(issues.length / size);
  const link = (to: number, rel: string) => `<${origin}${path}?per_page=${size}&page=${to}>; rel="${rel}"`;
  const before = page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : [];
  const after = page < last ? [link(page + 1, 'next'), link(last, 'last')] : [];
  const headers = { link: [...before, ...after].join(', ') };
  return { headers, body: issues.slice((page - 1) * size, page * size) };
};

const accounts = records((n) => ({ attributes: { type: 'Account' }, Id: `001${n}` }));

const salesforce: Api = ({ path, query }) => {
  const root = '/services/data/v60.0/query';
  if (!path.startsWith(root)) return refused('The requested resource does not exist', 404);
  if (path === root && !query.get('q')?.startsWith('SELECT')) return refused('unexpected token', 400);
  const from = Number(path.split('-')[1] ?? 0);
  const to = from + SIZE;
  const done = to >= accounts.length;
  const more = done ? {} : { nextRecordsUrl: `${root}/01gD0000002HU6K-${to}` };
  return { body: { totalSize: accounts.length, done, ...more, records: accounts.slice(from, to) } };
};

const orders = records((n) => ({ id: n, _links: { self: { href: `/orders/${n}` } } }));

const hal: Api = ({ query }) => {
  const page = Number(query.get('page') ?? 0);
  const size = Number(query.get('size') ?? 20);
  const found = orders.slice(page * size, (page + 1) * size);
  const href = (to: number) => ({ href: `/orders?page=${to}&size=${size}` });
  const totalPages = Math.ceil(orders.length / size);
  const next = page + 1 < totalPages ? { next: href(page + 1) } : {};
  const state = { size, totalElements: orders.length, totalPages, number: page };
  return { body: { _embedded: { orders: found }, _links: { self: href(page), ...next }, page: state } };
};

const articles = records((n) => ({ type: 'articles', id: String(n), attributes: { title: `article ${n}` } }));

const jsonApi: Api = ({ query, headers, origin }) => {
  if (headers.accept !== 'application/vnd.api+json') return refused('Not Acceptable', 406);
  const page = Number(query.get('page[number]') ?? 1);
  const size = Number(query.get('page[size]') ?? 10);
  const last = Math.ceil(articles.length / size);
  const link = (to: number) => `${origin}/articles?page[number]=${to}&page[size]=${size}`;
  const links = { first: link(1), last: link(last), next: page < last ? link(page + 1) : null };
  return { body: { links, data: articles.slice((page - 1) * size, page * size) } };
};

const patients = records((n) => ({ resourceType: 'Patient', id: `p${n}` }));

const fhir: Api = ({ query, origin }) => {
  const from = Number(query.get('_getpagesoffset') ?? 0);
  const to = from + Number(query.get('_count'));
  const entry = patients.slice(from, to).map((resource) => ({ fullUrl: `Patient/${resource.id}`, resource }));
  const url = `${origin}/Patient?_getpages=abc&_getpagesoffset=${to}&_count=${query.get('_count')}`;
  const next = to < patients.length ? [{ relation: 'next', url }] : [];
  const link = [{ relation: 'self', url: `${origin}/Patient` }, ...next];
  return { body: { resourceType: 'Bundle', type: 'searchset', total: patients.length, link, entry } };
};

const projects = records((n) => ({ id: n, name: `project ${n}` }));

const basecamp: Api = ({ path, query, headers, origin }) => {
  if (headers.authorization !== 'Bearer t') return { status: 401 };
  if (path !== '/195539477/projects.json' || query.has('account')) return { status: 404 };
  const page = Number(query.get('page') ?? 1);
  const isLast = page * SIZE >= projects.length;
  const link: Record<string, string> = isLast
    ? {}
    : { link: `<${origin}${path}?page=${page + 1}>; rel="next"` };
  return {
    headers: { ...link, 'x-total-count': String(projects.length) },
    body: projects.slice((page - 1) * SIZE, page * SIZE),
  };
};

export const links: readonly Recipe[] = [
  {
    name: 'link-header',
    api: linkHeader,
    records: issues,
    slips: [
      { from: 'links_next_key: next', to: 'links_next_key: nxt', says: /"type": "header_link"/ },
      { from: 'header_link, links_next_key: next', to: 'json_link', says: /"type": "header_link"/ },
    ],
  },
  {
    name: 'salesforce',
    api: salesforce,
    records: accounts,
    slips: [
      { from: 'nextRecordsUrl', to: 'nextRecordsURL', says: /did you mean "nextRecordsUrl"/ },
      { from: 'data_selector: records', to: 'data_selector: record', says: /has the keys .*records/ },
    ],
  },
  {
    name: 'hal',
    api: hal,
    records: orders,
    slips: [
      { from: '_links.next.href', to: '_link.next.href', says: /did you mean "_links\.next\.href"/ },
      { from: '_embedded.orders', to: '_embedded.order', says: /"_embedded" has the keys orders/ },
    ],
  },
  {
    name: 'json-api',
    api: jsonApi,
    records: records((n) => ({ id: String(n), title: `article ${n}`, type: 'articles' })),
    slips: [
      { from: 'links.next', to: 'link.next', says: /did you mean "links\.next"/ },
      { from: 'type: json_link', to: 'type: jsonlink', says: /did you mean "json_link"/ },
    ],
  },
  {
    name: 'fhir',
    api: fhir,
    records: patients,
    slips: [
      {
        from: "'next'].url",
        to: "'next'].uri",
        says: /did you mean "\$\.link\[\?@\.relation == 'next'\]\.url"/,
      },
      { from: 'entry[*].resource', to: 'entries[*].resource', says: /has the keys .*entry/ },
    ],
  },
  {
    name: 'account-in-path',
    api: basecamp,
    records: projects,
    environment: { API_KEY: 't' },
    slips: [{ from: '{account}', to: '{acount}', says: /nothing fills \{acount\}/ }],
  },
];
