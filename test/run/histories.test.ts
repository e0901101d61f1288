// Random histories of a server: whatever changes between runs, ties on the clock included, and whatever fails on the
// way, merge holds the server's records, and append each version once.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { ndjson, open } from 'penstock';
import { expect, test } from 'vitest';
import { type ChangingRecord, changingApi, changingEndpoint } from '../helpers/changing-api.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

// Thousands in `npm run soak`.
const HISTORIES = Number(process.env.HISTORIES ?? 8);

type Step =
  | { readonly kind: 'put'; readonly id: number }
  | { readonly kind: 'tick'; readonly hours: number }
  | { readonly kind: 'run' }
  | { readonly kind: 'failing run'; readonly nth: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('put' as const), id: fc.nat({ max: 9 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('tick' as const), hours: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'run' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('failing run' as const), nth: fc.integer({ min: 1, max: 5 }) }),
  },
);

const way = fc.record({
  pageSize: fc.integer({ min: 1, max: 4 }),
  isFiltered: fc.boolean(),
  order: fc.constantFrom(undefined, 'asc' as const, 'desc' as const),
  isKeyed: fc.boolean(),
  more: fc.constantFrom(
    {},
    { lag: 5 * 3600 },
    { step: 'PT18H' },
    { format: 'epoch_s' },
    { row_order: 'said' },
  ),
});
type Way = typeof way extends fc.Arbitrary<infer W> ? W : never;

const START = Date.now() - 20 * 86_400_000;
const moment = (hours: number) => new Date(START + hours * 3_600_000).toISOString();

async function play(disposition: 'append' | 'merge', { order, more, ...way }: Way, steps: readonly Step[]) {
  const sign = order === 'desc' ? -1 : 1;
  const isEpoch = 'format' in more;
  const api = await changingApi({
    pageSize: way.pageSize,
    // What the format sends is no text of the records.
    isFiltered: way.isFiltered && !isEpoch,
    order: (a: ChangingRecord, b: ChangingRecord) =>
      order === undefined
        ? a.id - b.id
        : (String(a.at) < String(b.at) ? -1 : a.at === b.at ? a.id - b.id : 1) * sign,
  });
  const isSaid = order !== undefined && 'row_order' in more;
  const { row_order: _, ...rest } = more as { row_order?: string };
  const isKeyed = disposition === 'merge' || way.isKeyed || 'lag' in more;
  const incremental = {
    cursor_path: 'at',
    start_param: 'since',
    ...rest,
    ...('step' in more ? { end_param: 'until', initial_value: moment(0) } : {}),
    ...(isSaid ? { row_order: order } : {}),
  };
  const pipeline = {
    name: 'histories',
    client: { base_url: api.url, retry: { max_retries: 0 } },
    resources: [
      {
        name: 'things',
        ...(isKeyed ? { primary_key: 'id', dedupe: disposition === 'merge' } : {}),
        write_disposition: disposition,
        endpoint: { ...changingEndpoint, incremental },
      },
    ],
  };
  const out = path.join(await temporaryDirectory(), 'out');
  await using opened = await open(pipeline as never);
  const run = async () => {
    const report = await opened.run({ to: ndjson(out), onPartial: 'report' });
    return report.exitCode;
  };
  const versionOf = ({ id, version }: { id: number; version: number }) => `${id}v${version}`;
  const current = () => [...api.records.values()].map(versionOf).sort();
  const rows = (): string[] => {
    const manifest = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8'));
    return manifest.resources.things.files
      .flatMap((part: { path: string }) => readFileSync(path.join(out, part.path), 'utf8').split('\n'))
      .filter((line: string) => line !== '')
      .map((line: string) => versionOf(JSON.parse(line)))
      .sort();
  };
  const delivered = new Set<string>();
  const ever = new Set<string>();
  let hours = 0;
  for (const one of [...steps, { kind: 'run' } as const]) {
    if (one.kind === 'put') {
      api.put(one.id, moment(hours));
      ever.add(`${one.id}v${api.records.get(one.id)?.version}`);
    } else if (one.kind === 'tick') {
      hours += one.hours;
    } else {
      api.failAt(one.kind === 'run' ? undefined : one.nth);
      const code = await run();
      if (one.kind === 'run') expect(code).toBe(0);
      api.failAt(undefined);
      if (code !== 0) continue;
      const found = rows();
      expect(new Set(found).size).toBe(found.length);
      if (disposition === 'merge') {
        expect(found).toEqual(current());
      } else {
        for (const version of current()) delivered.add(version);
        for (const version of delivered) expect(found).toContain(version);
        for (const version of found) expect(ever).toContain(version);
      }
    }
  }
}

test.each(['merge', 'append'] as const)(
  '%s',
  async (disposition) => {
    const property = fc.asyncProperty(way, fc.array(step, { minLength: 4, maxLength: 25 }), (how, steps) =>
      play(disposition, how, steps),
    );
    await fc.assert(property, { numRuns: HISTORIES, endOnFailure: true });
  },
  60_000 + HISTORIES * 3000,
);
