// The law of paging: any data, any page size, any drift, any chunking give the same set of records.

import type { RequestListener } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { driftedIndex, driftedLength } from '../../fixtures/crm/drift.ts';
import { extract } from '../helpers/extract.ts';
import { queryOf } from '../helpers/serve.ts';

interface World {
  readonly records: number;
  readonly asked: number;
  /** Sizes the server really gives, in turn. */
  readonly sizes: readonly number[];
  readonly drift: { readonly every: number; readonly by: number } | undefined;
  /** Sizes of the pieces in which a body travels. */
  readonly pieces: readonly number[];
}

const worlds: fc.Arbitrary<World> = fc.record({
  records: fc.integer({ min: 0, max: 120 }),
  asked: fc.integer({ min: 1, max: 30 }),
  sizes: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }),
  drift: fc.option(
    fc
      .integer({ min: 5, max: 40 })
      .chain((every) => fc.record({ every: fc.constant(every), by: fc.integer({ min: 1, max: 4 }) })),
    { nil: undefined },
  ),
  pieces: fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 }),
});

/** One page of the world from a place on, sent in pieces. */
function answer(
  world: World,
  count: number,
  from: number,
  response: Parameters<RequestListener>[1],
  more: (next: number) => object,
) {
  const length = driftedLength(world.records, world.drift);
  const size = Math.min(world.asked, world.sizes[count % world.sizes.length] ?? 1);
  const to = Math.min(length, from + size);
  const data = Array.from({ length: Math.max(0, to - from) }, (_, i) => ({
    id: `r${driftedIndex(from + i, world.drift)}`,
    text: 'é🙂 "quoted" \\ line\n',
    big: 12345678901234,
  }));
  const bytes = Buffer.from(JSON.stringify({ data, ...more(to < length ? to : -1) }));
  response.writeHead(200, { 'content-type': 'application/json' });
  let sent = 0;
  for (let i = 0; sent < bytes.length; i += 1) {
    const piece = world.pieces[i % world.pieces.length] ?? 1;
    response.write(bytes.subarray(sent, sent + piece));
    sent += piece;
  }
  response.end();
}

const styles = {
  offset: (world: World) => ({
    paginator: { type: 'offset', limit: world.asked },
    server: (): RequestListener => {
      let count = 0;
      return (request, response) =>
        answer(world, count++, Number(queryOf(request).get('offset')), response, () => ({}));
    },
  }),
  cursor: () => ({
    paginator: {
      type: 'cursor',
      cursor_path: 'next',
      cursor_param: 'cursor',
      stop_condition: 'not response.more',
    },
    server: (world: World): RequestListener => {
      let count = 0;
      return (request, response) =>
        answer(world, count++, Number(queryOf(request).get('cursor') ?? 0), response, (next) =>
          next === -1 ? { more: false } : { more: true, next: String(next) },
        );
    },
  }),
  json_link: () => ({
    paginator: { type: 'json_link', next_url_path: 'links.next' },
    server: (world: World): RequestListener => {
      let count = 0;
      return (request, response) =>
        answer(world, count++, Number(queryOf(request).get('at') ?? 0), response, (next) =>
          next === -1 ? { links: {} } : { links: { next: `?at=${next}` } },
        );
    },
  }),
};

test.each(Object.entries(styles))('%s', async (_name, style) => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const { paginator, server } = style(world);
      const outcome = await extract(server(world), {
        endpoint: { paginator },
        resource: { primary_key: 'id' },
      });
      expect(outcome.code, outcome.stderr).toBe(0);
      const expected = Array.from({ length: world.records }, (_, i) => `r${i}`);
      expect(outcome.records.map((record) => record.id)).toEqual(expected);
      expect(outcome.records.every((record) => record.text === 'é🙂 "quoted" \\ line\n')).toBe(true);
    }),
    { numRuns: 25 },
  );
});

test('page_number, whatever the page size and the drift', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const server: RequestListener = (request, response) => {
        const page = Number(queryOf(request).get('page'));
        answer({ ...world, sizes: [world.asked] }, 0, (page - 1) * world.asked, response, () => ({}));
      };
      const endpoint = {
        paginator: { type: 'page_number', base_page: 1, limit: world.asked, limit_param: 'per_page' },
      };
      const outcome = await extract(server, { endpoint, resource: { primary_key: 'id' } });
      expect(outcome.code, outcome.stderr).toBe(0);
      expect(outcome.records).toHaveLength(world.records);
    }),
    { numRuns: 25 },
  );
});
