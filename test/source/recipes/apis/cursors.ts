// APIs whose pages begin behind something: the last record, a token, an object of parameters, sort values.
import { type Api, type Asked, type Recipe, records, refused, SIZE } from '../api.ts';

const charges = records((n) => ({ id: `ch_${n}`, amount: n * 100 }));

/** A list object; an unknown parameter is an error, as is an id that is none. */
const keyset: Api = ({ headers, query }) => {
  if (headers.authorization !== 'Bearer sk_test') return refused('Invalid API Key provided', 401);
  const odd = [...query.keys()].find((name) => !/^(limit|starting_after|ending_before)$/.test(name));
  if (odd !== undefined) return refused(`Received unknown parameter: ${odd}`);
  const after = query.get('starting_after');
  const from = after === null ? 0 : charges.findIndex(({ id }) => id === after) + 1;
  if (after !== null && from === 0) return refused(`No such charge: '${after}'`);
  const to = from + Number(query.get('limit') ?? 10);
  return { body: { object: 'list', data: charges.slice(from, to), has_more: to < charges.length } };
};

// Two of each date, so that a date lies on the border of two pages.
const changes = records((n) => ({ id: n, updated_at: `2026-01-${String((n + 1) >> 1).padStart(2, '0')}` }));

const byDate: Api = ({ query }) => {
  const from = query.get('updated_from') ?? '';
  const found = changes.filter(({ updated_at }) => updated_at >= from);
  return { body: { changes: found.slice(0, Number(query.get('limit'))) } };
};

const wikiPages = records((n) => ({ pageid: n, ns: 0, title: `Page ${String(n).padStart(2, '0')}` }));

const mediawiki: Api = ({ query }) => {
  const known = ['action', 'list', 'aplimit', 'format', 'formatversion', 'apcontinue', 'continue'];
  const odd = [...query.keys()].filter((name) => !known.includes(name));
  if (odd.length > 0) return { body: { warnings: { main: `Unrecognized parameter: ${odd.join()}.` } } };
  const from = query.get('apcontinue') ?? '';
  if ((from === '') !== (query.get('continue') === null)) return refused('Invalid continue param.');
  const found = wikiPages.filter(({ title }) => title.replace(' ', '_') >= from);
  const next = found[SIZE]?.title.replace(' ', '_');
  const isLast = next === undefined;
  const more = isLast ? { batchcomplete: true } : { continue: { apcontinue: next, continue: '-||' } };
  return { body: { ...more, query: { allpages: found.slice(0, SIZE) } } };
};

const issues = records((n) => ({ id: `I_${n}`, title: `issue ${n}` }));

const graphql: Api = ({ method, body }) => {
  if (method !== 'POST') return refused('use POST', 405);
  const { query, variables } = JSON.parse(body);
  const odd = Object.keys(variables).find((name) => !String(query).includes(`$${name}`));
  if (odd !== undefined) return { body: { errors: [{ message: `Variable $${odd} is not defined` }] } };
  const from = variables.after === null ? 0 : Number(atob(variables.after));
  const to = from + variables.first;
  const nodes = issues.slice(from, to);
  const pageInfo = { endCursor: btoa(String(from + nodes.length)), hasNextPage: to < issues.length };
  return { body: { data: { issues: { nodes, pageInfo } } } };
};

const logs = records((n) => ({ _index: 'logs', _id: `l${n}`, _source: { n }, sort: [n >> 1, n] }));

/** Fields that it does not know are errors, and sort values must be as many as there are fields in `sort`. */
const elasticsearch: Api = ({ method, path, body }) => {
  if (method !== 'POST' || path !== '/logs/_search') return refused('no handler found', 405);
  const { size, sort, search_after: after, track_total_hits: _, ...others } = JSON.parse(body);
  const [odd] = Object.keys(others);
  if (odd !== undefined) return refused(`Unknown key for a VALUE_STRING in [${odd}].`);
  if (after !== undefined && after.length !== sort.length) return refused('search_after has wrong length');
  const found = after === undefined ? logs : logs.filter((hit) => (hit.sort[1] ?? 0) > after[1]);
  const total = { value: logs.length, relation: 'eq' };
  return { body: { took: 1, timed_out: false, hits: { total, hits: found.slice(0, size) } } };
};

const files = records((n) => ({ kind: 'drive#file', id: `f${n}` }));

/** The second page is empty, as happens where a filter leaves nothing of it. */
const google: Api = ({ query }) => {
  const token = query.get('pageToken') ?? 't0';
  const from = Number(token.replace(/\D/g, ''));
  const isHole = token === 't5';
  const next = isHole ? 'after5' : from + SIZE < files.length ? `t${from + SIZE}` : undefined;
  return { body: { nextPageToken: next, files: isHole ? [] : files.slice(from, from + SIZE) } };
};

const members = records((n) => ({ id: `U${n}`, name: `user ${n}` }));

const slack: Api = ({ query }) => {
  const cursor = query.get('cursor') ?? '';
  const from = cursor === '' ? 0 : Number(atob(cursor).slice(5));
  if (Number.isNaN(from)) return { body: { ok: false, error: 'invalid_cursor' } };
  const to = from + Number(query.get('limit'));
  const next_cursor = to < members.length ? btoa(`user:${to}`) : '';
  return { body: { ok: true, members: members.slice(from, to), response_metadata: { next_cursor } } };
};

const songs = records((n) => ({ Artist: { S: 'x' }, Song: { S: `song ${n}` } }));

const dynamodb: Api = ({ method, headers, body }: Asked) => {
  if (method !== 'POST' || headers['x-amz-target'] === undefined) return refused('UnknownOperation');
  const { Limit, ExclusiveStartKey: key } = JSON.parse(body);
  const from = key === undefined ? 0 : songs.findIndex(({ Song }) => Song.S === key.Song?.S) + 1;
  const Items = songs.slice(from, from + Limit);
  const more = from + Limit < songs.length ? { LastEvaluatedKey: Items.at(-1) } : {};
  return { body: { Items, Count: Items.length, ScannedCount: Items.length, ...more } };
};

const entries = records((n) => ({ '.tag': 'file', id: `id:${n}` }));

const dropbox: Api = ({ method, path, body }) => {
  if (method !== 'POST') return { status: 405 };
  const { cursor, limit, path: folder, recursive, ...others } = JSON.parse(body);
  const isFirst = path === '/2/files/list_folder';
  const isRight = isFirst ? folder === '' && recursive === true && cursor === undefined : limit === undefined;
  if (!isRight || Object.keys(others).length > 0) return refused('Error in call to API function', 400);
  if (!isFirst && path !== '/2/files/list_folder/continue') return { status: 404 };
  const from = isFirst ? 0 : Number(String(cursor).slice(1));
  const has_more = from + SIZE < entries.length;
  // The cursor of the last page asks for later changes.
  return { body: { entries: entries.slice(from, from + SIZE), cursor: `A${from + SIZE}`, has_more } };
};

const harvested = records((n) => ({ id: `oai:x:${n}` }));

const oai: Api = ({ query }) => {
  const token = query.get('resumptionToken');
  const isRight =
    query.get('verb') === 'ListRecords' && (token === null) === (query.get('metadataPrefix') !== null);
  const wrap = (inner: string) => ({
    headers: { 'content-type': 'text/xml' },
    body: `<?xml version="1.0"?><OAI-PMH>${inner}</OAI-PMH>`,
  });
  if (!isRight) return wrap('<error code="badArgument">resumptionToken is exclusive</error>');
  const from = Number(token ?? 0);
  const found = harvested.slice(from, from + SIZE);
  const list = found.map(({ id }) => `<record><header><identifier>${id}</identifier></header></record>`);
  const next = from + SIZE < harvested.length ? from + SIZE : '';
  const size = `completeListSize="${harvested.length}" cursor="${from}"`;
  return wrap(
    `<ListRecords>${list.join('')}<resumptionToken ${size}>${next}</resumptionToken></ListRecords>`,
  );
};

export const cursors: readonly Recipe[] = [
  {
    name: 'keyset',
    api: keyset,
    records: charges,
    environment: { API_KEY: 'sk_test' },
    slips: [
      { from: 'data[-1].id', to: 'data[-1].ids', says: /"data\[-1\]\.ids" holds .* check cursor_path/s },
      {
        from: 'has_more_path: has_more',
        to: 'has_more_path: hasmore',
        says: /did you mean "has_more"/,
        isHarmless: true,
      },
      { from: 'starting_after', to: 'startng_after', says: /unknown parameter: startng_after/ },
    ],
  },
  {
    name: 'keyset-by-date',
    api: byDate,
    records: changes,
    slips: [
      { from: 'changes[-1].updated_at', to: 'changes[-1].updated', says: /check cursor_path/ },
      { from: 'updated_from', to: 'updated_form', says: /no progress.*does not honour cursor_/s },
    ],
  },
  {
    name: 'mediawiki',
    api: mediawiki,
    records: wikiPages,
    slips: [{ from: 'cursor_path: continue', to: 'cursor_path: contine', says: /did you mean "continue"/ }],
  },
  {
    name: 'graphql-relay',
    api: graphql,
    records: issues,
    slips: [
      { from: 'pageInfo.endCursor', to: 'pageInfo.endcursor', says: /check cursor_path/ },
      {
        from: 'pageInfo.hasNextPage',
        to: 'pageInfo.hasNext',
        says: /did you mean "data\.issues\.pageInfo\.hasNextPage"/,
      },
      { from: 'variables.after', to: 'variables.afer', says: /Variable \$afer is not defined/ },
    ],
  },
  {
    name: 'elasticsearch',
    api: elasticsearch,
    records: logs,
    slips: [
      {
        from: 'hits.hits[-1].sort',
        to: 'hits.hits[-1].srt',
        says: /cursor_path "hits\.hits\[-1\]\.srt" is on no page/,
      },
      { from: 'body_path: search_after', to: 'body_path: searchAfter', says: /searchAfter/ },
    ],
  },
  {
    name: 'google',
    api: google,
    records: files,
    slips: [
      { from: 'nextPageToken', to: 'nextPagetoken', says: /did you mean "nextPageToken"/ },
      {
        from: 'cursor_param: pageToken',
        to: 'cursor_param: page_token',
        says: /no progress.*does not honour cursor_/s,
      },
    ],
  },
  {
    name: 'slack',
    api: slack,
    records: members,
    slips: [
      {
        from: 'metadata.next_cursor',
        to: 'metadata.cursor',
        says: /did you mean "response_metadata\.next_cursor"/,
      },
    ],
  },
  {
    name: 'dynamodb',
    api: dynamodb,
    records: songs.map(({ Artist, Song }) => ({ artist: Artist.S, song: Song.S })),
    slips: [
      { from: 'path: LastEvaluatedKey', to: 'path: LastKey', says: /did you mean "LastEvaluatedKey"/ },
      { from: 'ExclusiveStartKey', to: 'StartKey', says: /no progress.*does not honour cursor_/s },
    ],
  },
  {
    name: 'dropbox',
    api: dropbox,
    records: entries,
    slips: [
      { from: ', json: {}', to: '', says: /Error in call to API function/ },
      { from: 'cursor_path: cursor', to: 'cursor_path: curser', says: /check cursor_path/ },
    ],
  },
  {
    name: 'oai-pmh',
    api: oai,
    records: harvested,
    slips: [
      {
        from: '        next_request: {params: {verb: ListRecords}}\n',
        to: '',
        says: /"OAI-PMH" has the keys error/,
      },
      {
        from: '.resumptionToken.#text',
        to: '.resumptiontoken.#text',
        says: /did you mean "OAI-PMH\.ListRecords\.resumptionToken\.#text"/,
      },
    ],
  },
];
