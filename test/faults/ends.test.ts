// A law of the ends of chains: a server that pages honestly, one slip of the pipeline or one blank answer: every record
// once and exit 0, or a failure.
import type { IncomingMessage, RequestListener } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extract } from '../helpers/extract.ts';
import { json, queryOf } from '../helpers/serve.ts';

interface World {
  readonly records: number;
  readonly size: number;
  /** How the server says how much there is; each honest. */
  readonly says: readonly ('total' | 'pages' | 'flag' | 'X-Total-Count')[];
  /** Whether the last page names the next one as null, or not at all. */
  readonly isNullNamed: boolean;
  /** The request that is answered by a blank, counted from 1; 0 for none. */
  readonly blank: number;
  readonly blankBody: string;
}

interface Style {
  readonly paginator: Readonly<Record<string, unknown>>;
  /** Where a page begins. */
  from(request: IncomingMessage, size: number): number;
  /** What names the next page in the body or the headers. */
  next(to: number, set: (name: string, value: string) => void): object;
}

const at = (request: IncomingMessage) => Number(queryOf(request).get('at') ?? 0);

const styles: Readonly<Record<string, Style>> = {
  page_number: {
    paginator: { type: 'page_number', page_param: 'page' },
    from: (request, size) => (Math.max(1, Number(queryOf(request).get('page') ?? 1)) - 1) * size,
    next: () => ({}),
  },
  offset: {
    paginator: { type: 'offset', limit: 4, offset_param: 'offset' },
    from: (request) => Number(queryOf(request).get('offset') ?? 0),
    next: () => ({}),
  },
  cursor: {
    paginator: { type: 'cursor', cursor_path: 'meta.next_cursor', cursor_param: 'at' },
    from: at,
    next: (to) => ({ meta: { next_cursor: String(to) } }),
  },
  json_link: {
    paginator: { type: 'json_link', next_url_path: 'links.next' },
    from: at,
    next: (to) => ({ links: { next: `/things?at=${to}` } }),
  },
  header_link: {
    paginator: { type: 'header_link', links_next_key: 'next' },
    from: at,
    next: (to, set) => {
      set('link', `</things?at=${to}>; rel="next"`);
      return {};
    },
  },
  header_cursor: {
    paginator: { type: 'header_cursor', cursor_key: 'x-next-cursor', cursor_param: 'at' },
    from: at,
    next: (to, set) => {
      set('x-next-cursor', String(to));
      return {};
    },
  },
  auto: {
    paginator: { type: 'auto' },
    from: at,
    next: (to) => ({ next: `/things?at=${to}` }),
  },
};

function listen(world: World, style: Style): RequestListener {
  let count = 0;
  return (request, response) => {
    count += 1;
    const from = style.from(request, world.size);
    // A blank first page says that there is nothing, which is an answer.
    if (count === world.blank && from > 0) return response.writeHead(200).end(world.blankBody);
    const to = Math.min(world.records, from + world.size);
    const data = Array.from({ length: Math.max(0, to - from) }, (_, i) => ({ id: from + i }));
    const isLast = to >= world.records;
    const named = isLast ? undefined : style.next(to, (name, value) => response.setHeader(name, value));
    const ending = isLast && world.isNullNamed ? nulled(style.next(to, () => {})) : {};
    const said = world.says.map((one) => {
      if (one === 'total') return { total: world.records };
      if (one === 'pages') return { total_pages: Math.ceil(world.records / world.size) };
      if (one === 'flag') return { has_more: !isLast };
      response.setHeader(one, String(world.records));
      return {};
    });
    json(response, Object.assign({}, ...said, ending, named, { data }));
  };
}

/** The same names, and null at their ends. */
function nulled(value: object): object {
  return JSON.parse(JSON.stringify(value, (_key, inner) => (typeof inner === 'string' ? null : inner)));
}

const worlds: fc.Arbitrary<World> = fc.record({
  records: fc.integer({ min: 0, max: 40 }),
  size: fc.integer({ min: 2, max: 7 }),
  says: fc.uniqueArray(fc.constantFrom('total', 'pages', 'flag', 'X-Total-Count' as const)),
  isNullNamed: fc.boolean(),
  blank: fc.nat({ max: 14 }),
  blankBody: fc.constantFrom('', ' ', '\uFEFF', '{"data":[]}', '{"data":null}', '{"data":{}}', '{}', 'null'),
});

/** One slip in one of the paginator's texts, or none. */
const slips = fc.record({
  key: fc.nat({ max: 3 }),
  change: fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => text.replace(/_(\w)/, (_, letter: string) => letter.toUpperCase()),
    (text) => `${text}s`,
    (text) => text.slice(1),
    (text) => `x.${text}`,
    () => 'paging.next',
  ),
});

function slipped(
  paginator: Style['paginator'],
  { key, change }: { key: number; change: (text: string) => string },
) {
  const keys = Object.keys(paginator).filter((one) => one !== 'type' && typeof paginator[one] === 'string');
  const chosen = keys[key % Math.max(1, keys.length)];
  return chosen === undefined ? paginator : { ...paginator, [chosen]: change(String(paginator[chosen])) };
}

test.each(Object.keys(styles))('%s', async (name) => {
  const style = styles[name];
  if (style === undefined) throw new Error(name);
  let whole = 0;
  let honest = 0;
  await fc.assert(
    fc.asyncProperty(worlds, slips, fc.boolean(), async (world, slip, isSlip) => {
      const paginator = isSlip ? slipped(style.paginator, slip) : style.paginator;
      const outcome = await extract(listen(isSlip ? { ...world, blank: 0 } : world, style), {
        endpoint: { paginator },
        client: { retry: { initial_wait: 0.001, max_wait: 0.01 } },
      });
      expect(outcome.code, outcome.stderr).not.toBe(1);
      if (!isSlip && world.blank === 0) honest += 1;
      if (outcome.code !== 0) return;
      expect(outcome.records.map(({ id }) => id)).toEqual(Array.from({ length: world.records }, (_, i) => i));
      if (!isSlip && world.blank === 0) whole += 1;
    }),
    { numRuns: 40 },
  );
  // The law would hold for a program that always fails, too.
  expect(whole).toBe(honest);
});
