// OData v4 and v2, SharePoint and Microsoft Graph: a next link under a name of its own, or `$skip` and `$top`.
import { type Api, type Recipe, records, refused, SIZE } from '../api.ts';

const products = records((n) => ({ ID: n, Name: `product ${n}` }));
const orders = records((n) => ({ ID: n, Placed: `/Date(${n * 86_400_000})/` }));
const items = records((n) => ({ Id: n, Title: `task ${n}` }));
const users = records((n) => ({ id: `u${n}`, displayName: `user ${n}` }));

const V4_OPTIONS = /^\$(count|orderby|select|filter|top|skip|skiptoken)$/;

/** A name with a dollar that it does not know is an error; others it passes over, as the standard says. */
const v4: Api = ({ path, query, origin }) => {
  if (path !== '/odata/Products') return refused('Resource not found for the segment.', 404);
  const odd = [...query.keys()].find((name) => name.startsWith('$') && !V4_OPTIONS.test(name));
  if (odd !== undefined) return refused(`The query parameter '${odd}' is not supported.`);
  const skip = Number(query.get('$skip') ?? query.get('$skiptoken') ?? 0);
  const top = query.get('$top');
  const value = products.slice(skip, skip + Math.min(SIZE, Number(top ?? SIZE)));
  const body: Record<string, unknown> = { '@odata.context': `${origin}/odata/$metadata#Products` };
  if (query.get('$count') === 'true') body['@odata.count'] = products.length;
  body.value = value;
  if (top === null && skip + SIZE < products.length) {
    query.set('$skiptoken', String(skip + SIZE));
    body['@odata.nextLink'] = `${origin}/odata/Products?${query}`;
  }
  return { body };
};

const v2: Api = ({ path, query, origin }) => {
  if (query.get('$format') !== 'json') return { status: 200, body: '<feed/>' };
  const skip = Number(query.get('$skiptoken') ?? 0);
  const d: Record<string, unknown> = { results: orders.slice(skip, skip + SIZE) };
  if (query.get('$inlinecount') === 'allpages') d.__count = String(orders.length);
  query.set('$skiptoken', String(skip + SIZE));
  if (skip + SIZE < orders.length) d.__next = `${origin}${path}?${query}`;
  return { body: { d } };
};

const sharepoint: Api = ({ path, query, headers, origin }) => {
  if (!path.endsWith("getbytitle('Tasks')/items")) return refused('Cannot find resource.', 404);
  if (!String(headers.accept).includes('odata=nometadata')) return { body: { d: {} } };
  const after = Number(/p_ID=(\d+)/.exec(query.get('$skiptoken') ?? '')?.[1] ?? 0);
  const value = items.slice(after, after + Number(query.get('$top') ?? 100));
  const last = value.at(-1)?.Id ?? 0;
  const link = `${origin}${encodeURI(path)}?%24skiptoken=Paged%3DTRUE%26p_ID%3D${last}&%24top=${query.get('$top')}`;
  return { body: { value, ...(last < items.length ? { 'odata.nextLink': link } : {}) } };
};

/** Behind a gateway: it knows its public name alone. */
const graph: Api = ({ path, query }) => {
  if (path !== '/v1.0/users') return refused('Resource not found.', 404);
  const at = Number((query.get('$skiptoken') ?? 'at-0').slice(3));
  const link = `https://graph.example.com/v1.0/users?$top=${query.get('$top')}&$skiptoken=at-${at + SIZE}`;
  const more = at + SIZE < users.length ? { '@odata.nextLink': link } : {};
  return { body: { '@odata.context': 'x', ...more, value: users.slice(at, at + SIZE) } };
};

export const odata: readonly Recipe[] = [
  {
    name: 'odata-v4',
    api: v4,
    base: '/odata',
    records: products,
    slips: [
      { from: '"@odata.nextLink"', to: '"@odata.nextlnk"', says: /did you mean "@odata\.nextLink"/ },
      { from: 'data_selector: value', to: 'data_selector: values', says: /has the keys .*value/ },
    ],
  },
  {
    name: 'odata-v4-skip-top',
    api: v4,
    base: '/odata',
    records: products,
    slips: [
      { from: '$skip', to: '$skp', says: /query parameter '\$skp' is not supported/ },
      { from: 'offset_param: $skip', to: 'offset_param: skip', says: /offset_param/ },
    ],
  },
  {
    name: 'odata-v2',
    api: v2,
    records: records((n) => ({ ID: n, Placed: new Date(n * 86_400_000).toISOString() })),
    slips: [
      { from: 'd.__next', to: 'd.next', says: /did you mean "d\.__next"/ },
      { from: 'd.results', to: 'd.result', says: /"d" has the keys results/ },
    ],
  },
  {
    name: 'sharepoint',
    api: sharepoint,
    records: items,
    slips: [{ from: 'odata.nextLink', to: 'odata.next', says: /did you mean "odata\.nextLink"/ }],
  },
  {
    name: 'microsoft-graph',
    api: graph,
    records: users,
    slips: [
      { from: ', origin: rebase', to: '', says: /origin: rebase/ },
      { from: '"@odata.nextLink"', to: '"@odata.next"', says: /did you mean "@odata\.nextLink"/ },
    ],
  },
];
