// Any sequence of runs, in every format: the merged snapshot is the best version of each key, as DuckDB reads it too.

import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planOf } from '../../src/language/load-plan.ts';
import { run } from '../../src/run/run.ts';
import { openSession } from '../../src/run/session.ts';
import { createFormats } from '../../src/sinks/formats/index.ts';
import { directoryTarget } from '../../src/sinks/targets/directory.ts';
import { fileOptions } from '../../src/sinks/targets/file-options.ts';
import { duckdb } from '../helpers/duckdb.ts';
import { json, serve } from '../helpers/serve.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

interface Version {
  readonly id: number;
  readonly at: string;
  readonly v: string;
  readonly gone: boolean | null;
}

const version = fc.record<Version>({
  id: fc.nat(9),
  at: fc.nat(5).map((second) => `2026-01-01T00:00:0${second}.000Z`),
  v: fc.constantFrom('a', '1', 'ü, "x"\n'),
  gone: fc.constantFrom(null, null, false, true),
});
const ran = fc.record({
  pages: fc.array(fc.array(version, { maxLength: 6 }), { minLength: 1, maxLength: 4 }),
  vanished: fc.constantFrom('keep', 'keep', 'drop'),
});
type Ran = typeof ran extends fc.Arbitrary<infer One> ? One : never;

/** The snapshot behind a run, by key. */
function model(before: ReadonlyMap<number, Version>, { pages, vanished }: Ran, isSorted: boolean) {
  const now = new Map<number, Version>();
  const isBetter = (one: Version, other: Version | undefined) =>
    other === undefined || !isSorted || one.at >= other.at;
  for (const one of pages.flat()) if (isBetter(one, now.get(one.id))) now.set(one.id, one);
  const after = new Map<number, Version>();
  for (const [id, one] of before) {
    const came = now.get(id);
    if (came === undefined ? vanished === 'keep' : isSorted && vanished === 'keep' && one.at > came.at)
      after.set(id, one);
  }
  for (const [id, one] of now) if (!after.has(id) && one.gone !== true) after.set(id, one);
  return after;
}

const columns = {
  id: { data_type: 'bigint' },
  at: { data_type: 'timestamp' },
  v: { data_type: 'text' },
  gone: { data_type: 'bool' },
};

test.each(['ndjson', 'csv', 'parquet'])('the snapshot is the model’s, %s', async (name) => {
  let pages: readonly (readonly Version[])[] = [];
  const api = await serve((request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://a').searchParams.get('page'));
    json(response, { data: pages[page - 1] ?? [] });
  });
  const formats = createFormats();
  const format = formats.find((one) => one.name === name);
  if (format === undefined) throw new Error(name);
  const nameOf = (option: string) => option;

  const merged = async (
    out: string,
    { vanished }: Ran,
    isSorted: boolean,
    isDeclared: boolean,
    most: number,
  ) => {
    const endpoint = {
      data_selector: 'data',
      paginator: {
        type: 'page_number',
        base_page: 1,
        maximum_empty_pages: 1,
        total_path: null,
        stop_after_empty_page: true,
      },
    };
    const resource = {
      name: 'things',
      endpoint,
      primary_key: 'id',
      write_disposition: 'merge',
      hard_delete: 'gone',
      vanished,
      ...(isSorted ? { dedup_sort: { at: 'desc' } } : {}),
      ...(isDeclared ? { columns } : {}),
    };
    const plan = planOf({ client: { base_url: api.url }, resources: [resource] }, { environment: {} });
    const session = openSession(plan, {});
    const settings = { maxFileRecords: most };
    const options = fileOptions({ format, formats, settings, own: {}, nameOf, file: undefined, place: out });
    try {
      return await run(plan, session, { target: directoryTarget(out, options, plan.name) });
    } finally {
      await session.close();
    }
  };

  await fc.assert(
    fc.asyncProperty(
      fc.array(ran, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      async (runs, isSorted, isDeclared, most) => {
        const out = path.join(await temporaryDirectory(), 'out');
        let snapshot = new Map<number, Version>();
        for (const one of runs) {
          // An empty page is the end.
          pages = one.pages.filter((page) => page.length > 0);
          const report = await merged(out, one, isSorted, isDeclared, most);
          expect(report.resources.map(({ error }) => error)).toEqual([undefined]);
          expect(report.exitCode).toBe(0);
          snapshot = model(snapshot, one, isSorted);
          const [resource] = report.resources;
          expect((resource?.records ?? 0) + (resource?.kept ?? 0)).toBe(snapshot.size);
        }
        if (snapshot.size === 0) return;
        const files = `'${out}/things/*.${name}'`;
        const table = {
          csv: `read_csv(${files}, all_varchar = true, union_by_name = true)`,
          parquet: `read_parquet(${files}, union_by_name = true)`,
        }[name];
        const second = `strftime("at"::TIMESTAMP, '%S')`;
        const found = await duckdb(
          `SELECT id::INT AS id, ${second} AS at_second, v::VARCHAR AS v FROM ${table ?? files} ORDER BY id`,
        );
        const expected = [...snapshot.values()]
          .sort((a, b) => a.id - b.id)
          .map(({ id, at, v }) => ({ id, at_second: at.slice(17, 19), v }));
        expect(found).toEqual(expected);
      },
    ),
    { numRuns: 8 },
  );
});
