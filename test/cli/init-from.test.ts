// init --from: against APIs of many shapes, the file that it writes passes check and reads every record as it stands.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lines, penstock } from '../helpers/cli.ts';
import { serve } from '../helpers/serve.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';
import { type Api, listenerOf } from '../source/recipes/api.ts';

const COUNT = 23;
const orders = Array.from({ length: COUNT }, (_, i) => ({
  id: i + 1,
  name: `order ${i + 1}`,
  created_at: `2024-01-${String(i + 1).padStart(2, '0')}T10:00:00Z`,
}));
const SIZE = 6;
const cut = (from: number, size = SIZE) => orders.slice(from, from + size);
const at = (query: URLSearchParams, name: string, standard = 0) => Number(query.get(name) ?? standard);
const pageOf = (query: URLSearchParams, name = 'page', base = 1, size = SIZE) =>
  cut((at(query, name, base) - base) * size, size);
const PAGES = Math.ceil(COUNT / SIZE);

interface Shape {
  readonly api: Api;
  /** Behind the server's address; default `/v1/orders`. */
  readonly target?: string;
  readonly says: RegExp;
  readonly doubts?: RegExp;
}

const shapes: Readonly<Record<string, Shape>> = {
  'Link header': {
    api: ({ query }) => {
      const page = at(query, 'page', 1);
      return {
        body: pageOf(query),
        headers: {
          link: page < PAGES ? `</v1/orders?page=${page + 1}>; rel="next"` : '</v1/orders>; rel="first"',
        },
      };
    },
    says: /data_selector: '\$',[\s\S]*paginator: \{ type: 'header_link' \}/,
  },
  'next link': {
    api: ({ query }) => ({
      body: {
        count: COUNT,
        next: at(query, 'page', 1) < PAGES ? `/v1/orders?page=${at(query, 'page', 1) + 1}` : null,
        results: pageOf(query),
      },
    }),
    says: /data_selector: 'results',[\s\S]*type: 'json_link', next_url_path: 'next'/,
  },
  'offset and total': {
    api: ({ query }) => ({
      body: { orders: cut(at(query, 'skip')), total: COUNT, skip: at(query, 'skip'), limit: SIZE },
    }),
    says: /data_selector: 'orders'[\s\S]*type: 'offset', offset_param: 'skip', limit: 6/,
  },
  'page and total_pages': {
    api: ({ query }) => ({ body: { page: at(query, 'page', 1), data: pageOf(query), total_pages: PAGES } }),
    says: /type: 'page_number', page_param: 'page', base_page: 1, total_path: 'total_pages'/,
  },
  'pages from 0, as Spring has them': {
    api: ({ query }) => {
      const number = at(query, 'page');
      return {
        body: {
          content: pageOf(query, 'page', 0),
          number,
          size: SIZE,
          totalPages: PAGES,
          totalElements: COUNT,
        },
      };
    },
    says: /data_selector: 'content'[\s\S]*base_page: 0/,
  },
  'cursor in an envelope': {
    api: ({ query }) => {
      const from = at(query, 'cursor');
      const next = from + SIZE < COUNT ? String(from + SIZE) : null;
      return { body: { ok: true, orders: cut(from), response_metadata: { next_cursor: next && `${next}` } } };
    },
    says: /cursor_path: 'response_metadata.next_cursor', cursor_param: 'cursor'/,
  },
  nextPageToken: {
    api: ({ query }) => {
      const from = Number((query.get('pageToken') ?? 't0').slice(1));
      return {
        body: { items: cut(from), ...(from + SIZE < COUNT ? { nextPageToken: `t${from + SIZE}` } : {}) },
      };
    },
    says: /cursor_path: 'nextPageToken', cursor_param: 'pageToken'/,
  },
  'X-Total-Count beside page parameters of the address': {
    api: ({ query }) => ({
      body: pageOf(query, 'page', 1, at(query, 'per_page', SIZE)),
      headers: { 'x-total-count': String(COUNT) },
    }),
    target: '/v1/orders?page=1&per_page=5&status=all',
    says: /params: \{ status: 'all' \}[\s\S]*page_param: 'page', limit_param: 'per_page', limit: 5/,
  },
  'X-WP-TotalPages alone': {
    api: ({ query }) => {
      if (at(query, 'page', 1) > PAGES) return { status: 400, body: { message: 'no such page' } };
      return {
        body: pageOf(query),
        headers: { 'x-wp-total': String(COUNT), 'x-wp-totalpages': String(PAGES) },
      };
    },
    says: /type: 'page_number', page_param: 'page'/,
  },
  OData: {
    api: ({ query, origin }) => {
      const from = at(query, '$skiptoken');
      const next =
        from + SIZE < COUNT ? { '@odata.nextLink': `${origin}/v1/orders?$skiptoken=${from + SIZE}` } : {};
      return { body: { '@odata.context': 'x', value: cut(from), ...next } };
    },
    says: /data_selector: 'value'[\s\S]*next_url_path: '@odata.nextLink'/,
  },
  HAL: {
    api: ({ query }) => {
      const page = at(query, 'page', 1);
      const next = page < PAGES ? { next: { href: `/v1/orders?page=${page + 1}` } } : {};
      return {
        body: { _links: { self: { href: '/v1/orders' }, ...next }, _embedded: { orders: pageOf(query) } },
      };
    },
    says: /data_selector: '_embedded.orders'[\s\S]*next_url_path: '_links.next.href'/,
  },
  'JSON:API': {
    api: ({ query, origin }) => {
      const page = at(query, 'page[number]', 1);
      const data = pageOf(query, 'page[number]').map(({ id, ...attributes }) => ({
        type: 'orders',
        id: String(id),
        attributes,
      }));
      const next = page < PAGES ? `${origin}/v1/orders?page%5Bnumber%5D=${page + 1}` : null;
      return { body: { data, included: [{ type: 'people', id: '9' }], links: { self: '/v1/orders', next } } };
    },
    says: /data_selector: 'data'[\s\S]*next_url_path: 'links.next'/,
  },
  Relay: {
    api: ({ query }) => {
      const from = at(query, 'after');
      const edges = cut(from).map((node) => ({ node, cursor: String(node.id) }));
      const pageInfo = { hasNextPage: from + SIZE < COUNT, endCursor: String(from + edges.length) };
      return { body: { data: { orders: { edges, pageInfo } } } };
    },
    says: /data_selector: 'data.orders.edges\[\*\].node'[\s\S]*cursor_path: 'data.orders.pageInfo.endCursor'/,
  },
  'keyset of Stripe': {
    api: ({ query }) => {
      const from = at(query, 'starting_after');
      return { body: { object: 'list', data: cut(from), has_more: from + SIZE < COUNT } };
    },
    says: /cursor_path: 'data\[-1\].id', cursor_param: 'starting_after', has_more_path: 'has_more'/,
  },
  Strapi: {
    api: ({ query }) => {
      const page = at(query, 'pagination[page]', 1);
      const pagination = { page, pageSize: SIZE, pageCount: PAGES, total: COUNT };
      return { body: { data: pageOf(query, 'pagination[page]'), meta: { pagination } } };
    },
    says: /page_param: 'pagination\[page\]'/,
  },
  SCIM: {
    api: ({ query }) => {
      const startIndex = at(query, 'startIndex', 1);
      const Resources = cut(startIndex - 1, at(query, 'count', SIZE));
      return { body: { totalResults: COUNT, startIndex, itemsPerPage: Resources.length, Resources } };
    },
    says: /offset_param: 'startIndex', offset: 1, limit: 6, limit_param: 'count'/,
  },
  'X-Next-Page of GitLab': {
    api: ({ query }) => {
      const page = at(query, 'page', 1);
      return {
        body: pageOf(query),
        headers: { 'x-page': String(page), 'x-next-page': page < PAGES ? String(page + 1) : '' },
      };
    },
    says: /type: 'header_cursor', cursor_key: 'x-next-page', cursor_param: 'page'/,
  },
  'continue of MediaWiki': {
    api: ({ query }) => {
      const from = at(query, 'apcontinue');
      const more =
        from + SIZE < COUNT ? { continue: { apcontinue: String(from + SIZE), continue: '-||' } } : {};
      return { body: { batchcomplete: '', query: { allpages: cut(from) }, ...more } };
    },
    target: '/w/api.php?action=query&list=allpages',
    says: /data_selector: 'query.allpages'[\s\S]*cursor_path: 'continue'/,
  },
  'an offset in the address, and no word of the API': {
    api: ({ query }) => ({ body: cut(at(query, 'offset'), at(query, 'limit', COUNT)) }),
    target: '/v1/orders?limit=5&offset=0',
    says: /type: 'offset', offset_param: 'offset', limit: 5, limit_param: 'limit'/,
  },
  'all at once': {
    api: () => ({ body: { data: orders } }),
    says: /\/\/ paginator/,
    doubts: /if the API gives further pages all the same/,
  },
};

async function initFrom(
  api: Api,
  target = '/v1/orders',
  words: readonly string[] = [],
  name = 'shop',
  environment = {},
) {
  const served = await serve(listenerOf(api));
  const stem = path.join(await temporaryDirectory(), name);
  const from = served.url + target;
  const outcome = await penstock(['init', stem, '--from', from, ...words], { environment });
  const file = ['.ts', '.json', '.yaml'].map((one) => stem + one).find((one) => existsSync(one));
  return {
    ...outcome,
    file: file ?? '',
    text: file === undefined ? '' : readFileSync(file, 'utf8'),
    served,
    stem,
  };
}

describe.each(Object.entries(shapes))('%s', (_name, { api, target, says, doubts = /^$/ }) => {
  test('what is written passes check, and reads every record', async () => {
    const written = await initFrom(api, target);
    expect(written.code, written.stderr).toBe(0);
    expect(written.stdout).toBe('');
    expect(written.served.requests.length).toBeLessThanOrEqual(2);
    expect(written.text).toMatch(says);
    expect(written.text).toMatch(/primary_key: 'id'/);
    const notSure = written.stderr.match(/not sure: .*/g)?.join('\n') ?? '';
    expect(notSure).toMatch(doubts);
    const checked = await penstock(['check', written.file]);
    expect(checked.code, checked.stdout + written.text).toBe(0);
    const ran = await penstock(['run', written.file]);
    expect(ran.code, ran.stderr).toBe(0);
    expect(lines(ran.stdout).map(({ id }) => Number(id))).toEqual(orders.map(({ id }) => id));
  });
});

describe.each(['Link header', 'next link', 'offset and total', 'page and total_pages'])(
  'a first try on: %s',
  (name) => {
    test('base_url and a path are enough', async () => {
      const api = shapes[name]?.api ?? (() => ({}));
      const { url } = await serve(listenerOf(api));
      const file = path.join(await temporaryDirectory(), 'try.json');
      const endpoint = {
        path: '/v1/orders',
        ...(name === 'offset and total' ? { data_selector: 'orders' } : {}),
      };
      writeFileSync(
        file,
        JSON.stringify({ client: { base_url: url }, resources: [{ name: 'orders', endpoint }] }),
      );
      const ran = await penstock(['run', file]);
      expect(ran.code, ran.stderr).toBe(0);
      expect(lines(ran.stdout)).toEqual(orders);
    });
  },
);

const all: Api = () => ({ body: { data: orders } });

test.each(['json', 'yaml'] as const)('--as %s', async (as) => {
  const api = shapes['offset and total']?.api ?? all;
  const written = await initFrom(api, '/v1/orders?q={x}&q=b', ['--as', as]);
  expect(written.file).toMatch(new RegExp(`\\.${as}$`));
  const ran = await penstock(['run', written.file]);
  expect(ran.code, ran.stderr + written.text).toBe(0);
  expect(lines(ran.stdout)).toHaveLength(COUNT);
  expect(written.served.requests.at(-1)?.target).toMatch(/q=%7Bx%7D&q=b/);
  if (as === 'yaml') expect(written.text).toMatch(/# "skip" repeats where the page begins|# "skip"/i);
});

describe('credentials', () => {
  const guarded =
    (
      isGiven: (headers: Record<string, unknown>, query: URLSearchParams) => boolean,
      challenge?: string,
    ): Api =>
    ({ headers, query }) =>
      isGiven(headers, query)
        ? { body: { data: orders } }
        : {
            status: 401,
            body: { error: 'who?' },
            ...(challenge === undefined ? {} : { headers: { 'www-authenticate': challenge } }),
          };

  test('--auth takes the token from the environment; it is in no file and on no stream', async () => {
    const api = guarded(({ authorization }) => authorization === 'Bearer geheim-123456');
    const environment = { SHOP_TOKEN: 'geheim-123456' };
    const written = await initFrom(api, '/v1/orders', ['--auth', 'bearer', '-v'], 'shop', environment);
    expect(written.code, written.stderr).toBe(0);
    expect(written.text).toMatch(/auth: \{ type: 'bearer', token: secret\('token'\) \}/);
    expect(written.text + written.stderr + written.stdout).not.toMatch(/geheim/);
    expect((await penstock(['check', written.file], { environment })).code).toBe(0);
  });

  test('--env-file and --header name=secret:x', async () => {
    const api = guarded(({ 'x-token': token }) => token === 'geheim-123456');
    const envFile = path.join(await temporaryDirectory(), '.env');
    writeFileSync(envFile, 'X_KEY=geheim-123456\n');
    const words = [
      '--header',
      'x-token=secret:x_key',
      '--header',
      'accept-language=en',
      '--env-file',
      envFile,
    ];
    const written = await initFrom(api, '/v1/orders', words);
    expect(written.code, written.stderr).toBe(0);
    expect(written.text).toMatch(/headers: \{ 'x-token': secret\('x_key'\), 'accept-language': 'en' \}/);
    expect((await penstock(['run', written.file, '--env-file', envFile])).code).toBe(0);
    const literal = await initFrom(api, '/v1/orders', ['--header', 'x-token=geheim-123456'], 'other');
    expect(literal).toMatchObject({ code: 2, file: '' });
    expect(literal.stderr).toMatch(/secret:token/);
    expect(literal.stderr).not.toMatch(/geheim/);
  });

  test.each([
    ['Bearer realm="x"', /type: 'bearer', token: secret\('token'\)/, /SHOP_TOKEN/],
    [
      'Basic realm="x"',
      /type: 'http_basic', username: secret\('username'\)/,
      /SHOP_USERNAME and SHOP_PASSWORD/,
    ],
    ['Digest realm="x", nonce="y"', /type: 'digest'/, /SHOP_USERNAME/],
    [undefined, /type: 'bearer'/, /a bearer token is a guess/],
  ])('401 with %s: the auth to fill in', async (challenge, says, told) => {
    const api = guarded(({ authorization }) => String(authorization).startsWith('Bearer'), challenge);
    const written = await initFrom(api);
    expect(written.code, written.stderr).toBe(0);
    expect(written.text).toMatch(says);
    expect(written.stderr).toMatch(told);
    expect(written.served.requests).toHaveLength(1);
    if (!says.test("type: 'bearer', token: secret('token')")) return;
    const checked = await penstock(['check', written.file], { environment: { TOKEN: 'x' } });
    expect(checked.code, checked.stdout).toBe(0);
  });

  test('a credential that is refused: exit 3, and no file', async () => {
    const written = await initFrom(
      guarded(() => false),
      '/v1/orders',
      ['--auth', 'bearer'],
      'shop',
      { TOKEN: 'x' },
    );
    expect(written).toMatchObject({ code: 3, file: '' });
    const missing = await initFrom(
      guarded(() => false),
      '/v1/orders',
      ['--auth', 'bearer'],
    );
    expect(missing).toMatchObject({ code: 2, file: '', stderr: expect.stringMatching(/SHOP_TOKEN/) });
    expect(missing.served.requests).toEqual([]);
  });

  test('a key in the query, a user in the address: asked with, and not written', async () => {
    const api = guarded((_, query) => query.get('api_key') === 'geheim-123456');
    const written = await initFrom(api, '/v1/orders?api_key=geheim-123456&a=1');
    expect(written.code, written.stderr).toBe(0);
    expect(written.text).toMatch(/params: \{ api_key: secret\('api_key'\), a: '1' \}/);
    expect(written.text + written.stderr).not.toMatch(/geheim/);
    expect(written.stderr).toMatch(/SHOP_API_KEY/);
    const environment = { SHOP_API_KEY: 'geheim-123456' };
    expect((await penstock(['run', written.file], { environment })).code).toBe(0);

    const basic = guarded(({ authorization }) => authorization === `Basic ${btoa('ada:geheim-123456')}`);
    const { url } = await serve(listenerOf(basic));
    const stem = path.join(await temporaryDirectory(), 'shop');
    const from = url.replace('http://', 'http://ada:geheim-123456@');
    const outcome = await penstock(['init', stem, '--from', `${from}/v1/orders`]);
    expect(outcome.code, outcome.stderr).toBe(0);
    const text = readFileSync(`${stem}.ts`, 'utf8');
    expect(text).toMatch(/type: 'http_basic'/);
    expect(text + outcome.stderr).not.toMatch(/geheim|ada/);
  });
});

describe('what cannot be recognised', () => {
  test.each<[string, Api, number, RegExp]>([
    ['a refusal', () => ({ status: 404, body: { error: 'nothing here' } }), 4, /HTTP 404.*nothing here/],
    [
      'HTML',
      () => ({ body: '<!doctype html><p>hello</p>', headers: { 'content-type': 'text/html' } }),
      4,
      /<!doctype/i,
    ],
    ['a list of numbers', () => ({ body: { data: [1, 2] } }), 4, /./],
    ['an error with 200', () => ({ body: { success: false, error: 'out of credits' } }), 4, /out of credits/],
    ['a text', () => ({ body: '"hello"' }), 4, /./],
  ])('%s: an error, and no file', async (_name, api, code, says) => {
    const written = await initFrom(api);
    expect(written.code, written.text).toBe(code);
    expect(written.file).toBe('');
    expect(written.stderr).toMatch(says);
  });

  test('an empty list: what is known, and that it is little', async () => {
    const written = await initFrom(() => ({ body: { data: [], total: 0 } }));
    expect(written.code, written.stderr).toBe(0);
    expect(written.text).toMatch(/data_selector: 'data'/);
    expect(written.stderr).toMatch(/not sure: the list was empty/);
    expect((await penstock(['check', written.file])).code).toBe(0);
  });

  test('one object: one record', async () => {
    const written = await initFrom(() => ({ body: { id: 7, name: 'x', tags: ['a'] } }), '/v1/orders/7');
    expect(written.text).toMatch(/data_selector: '\$'/);
    const ran = await penstock(['run', written.file]);
    expect(lines(ran.stdout)).toEqual([{ id: 7, name: 'x', tags: ['a'] }]);
  });

  test('a paginator that the second answer does not bear out is said to be a guess', async () => {
    const written = await initFrom(() => ({ body: { data: cut(0), total: COUNT } }));
    expect(written.code, written.stderr).toBe(0);
    expect(written.text).toMatch(/not confirmed: the same records came again/);
    expect(written.stderr).toMatch(/not sure: the paginator is not confirmed/);
    expect((await penstock(['check', written.file])).code).toBe(4);
  });
});

describe('where it writes', () => {
  test('never over a file, and asks for nothing then', async () => {
    const written = await initFrom(all);
    const again = await penstock(['init', written.stem, '--from', `${written.served.url}/v1/orders`]);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringMatching(/is there already/) });
    expect(written.served.requests).toHaveLength(1);
  });

  test.each([
    ['https://', /no address/],
    ['ftp://example.com/x', /ftp: is not spoken/],
  ])('%s is no address', async (from, says) => {
    expect(await penstock(['init', 'x', '--from', from])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(says),
    });
  });

  test('words that do not go together', async () => {
    expect(await penstock(['init'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/needs a name, or an address/),
    });
    expect(await penstock(['init', 'x', '--as', 'yaml'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--from/),
    });
    const both = await penstock(['init', 'x.json', '--as', 'yaml', '--from', 'http://localhost/']);
    expect(both).toMatchObject({ code: 2, stderr: expect.stringMatching(/does not go with/) });
  });
});
