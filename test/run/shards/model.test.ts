// The law of shards: whatever a run is cut into, and however often a shard is read, what is committed is what one run
// gives, round after round, state included.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseState } from '../../../src/run/state-text.ts';
import { lines, penstock } from '../../helpers/cli.ts';
import { json, queryOf, serve } from '../../helpers/serve.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

const CASES = Number(process.env.HISTORIES ?? 3);
const modules = ['a', 'b', 'c', 'd'];

interface Thing {
  readonly id: number;
  readonly at: number;
  readonly gone: boolean;
}

const change = fc.record({
  module: fc.constantFrom(...modules),
  id: fc.nat(5),
  gone: fc.boolean(),
});
const round = fc.record({
  changes: fc.array(change, { maxLength: 12 }),
  count: fc.integer({ min: 1, max: 4 }),
  again: fc.nat(3),
  isRefresh: fc.boolean(),
});
const way = fc.record({
  /** Whether the API says what has changed since; else it gives all of it. */
  isFiltered: fc.boolean(),
  disposition: fc.constantFrom('merge', 'append'),
  isDeleting: fc.boolean(),
  format: fc.constantFrom('ndjson', 'csv'),
  rounds: fc.array(round, { minLength: 1, maxLength: 3 }),
});

function pipeline(url: string, { disposition, isDeleting }: { disposition: string; isDeleting: boolean }) {
  const hardDelete = disposition === 'merge' && isDeleting ? { hard_delete: 'gone' } : {};
  const columns = { id: { data_type: 'bigint' }, at: { data_type: 'bigint' }, gone: { data_type: 'bool' } };
  const partition_router = { type: 'list', cursor_field: 'module', values: modules };
  const paginator = { type: 'page_number', base_page: 1, page_param: 'page', has_more_path: 'more' };
  return {
    name: 'shards',
    client: { base_url: url, paginator, rate_limit: { requests_per_second: 100_000 } },
    resource_defaults: { primary_key: 'id', columns, endpoint: { data_selector: 'data' } },
    resources: [
      {
        name: 'changes',
        write_disposition: disposition,
        ...hardDelete,
        endpoint: {
          path: 'things',
          partition_router,
          incremental: { cursor_path: 'at', start_param: 'since' },
        },
      },
      { name: 'things', endpoint: { path: 'things', partition_router } },
      { name: 'groups', columns: null, endpoint: { path: 'groups' } },
      {
        name: 'members',
        columns: null,
        include_from_parent: ['id'],
        primary_key: ['_groups_id', 'id'],
        endpoint: { path: 'groups/{resources.groups.id}/members' },
      },
    ],
  };
}

function recordsIn(directory: string, table: string): string[] {
  const folder = path.join(directory, table);
  const text = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  return readdirSync(folder)
    .flatMap((file) =>
      file.endsWith('.csv')
        ? text(file).trim().split('\r\n').slice(1)
        : lines(text(file)).map((one) => JSON.stringify(one)),
    )
    .sort();
}

const idOf = (line: string) => /\d+/.exec(line)?.[0];

const stateIn = (directory: string) =>
  [...parseState(readFileSync(path.join(directory, '_state.json'), 'utf8'), directory).resources].map(
    ([name, { partitions }]) => [name, [...partitions].sort(([a], [b]) => (a < b ? -1 : 1))],
  );

test('what shards commit is what one run gives', async () => {
  await fc.assert(
    fc.asyncProperty(way, async ({ isFiltered, rounds, format, ...how }) => {
      const held = new Map(modules.map((module) => [module, new Map<number, Thing>()]));
      let clock = 0;
      const api = await serve((request, response) => {
        const { pathname } = new URL(request.url ?? '', 'http://x');
        const query = queryOf(request);
        const [, , group, kind] = pathname.split('/');
        const since = isFiltered ? Number(query.get('since') ?? 0) : 0;
        const all: object[] =
          pathname === '/things'
            ? [...(held.get(query.get('module') ?? '')?.values() ?? [])].filter(({ at }) => at >= since)
            : kind === undefined
              ? modules.map((_, id) => ({ id }))
              : [...(held.get(modules[Number(group)] ?? '')?.values() ?? [])];
        const page = Number(query.get('page') ?? 1);
        json(response, { data: all.slice((page - 1) * 3, page * 3), more: all.length > page * 3 });
      });
      const directory = await temporaryDirectory();
      const file = path.join(directory, 'p.json');
      writeFileSync(file, JSON.stringify(pipeline(api.url, how)));
      const [whole, cut] = [path.join(directory, 'whole'), path.join(directory, 'cut')];
      for (const { changes, count, again, isRefresh } of rounds) {
        for (const { module, id, gone } of changes) {
          clock += 1;
          // One of them stands in two partitions at times.
          held.get(module)?.set(id, { id: id + 10 * Math.min(1, modules.indexOf(module)), at: clock, gone });
        }
        const flags = ['-f', format, '-q', ...(isRefresh ? ['--full-refresh'] : [])];
        expect(await penstock(['run', file, '-o', whole, ...flags])).toMatchObject({ code: 0 });
        const order = Array.from({ length: count }, (_, index) => index + 1);
        for (const index of [...order.reverse(), Math.min(count, again + 1)]) {
          const outcome = await penstock(['run', file, '-o', cut, ...flags, '--shard', `${index}/${count}`]);
          expect(outcome).toMatchObject({ code: 0 });
        }
        expect(await penstock(['commit', cut, '--shards', String(count)])).toMatchObject({ code: 0 });
        // Where a key stands in two partitions, either record may be the first.
        expect(recordsIn(cut, 'things').map(idOf)).toEqual(recordsIn(whole, 'things').map(idOf));
        const tables = ['groups', 'members', ...(how.disposition === 'merge' ? ['changes'] : [])];
        for (const table of tables) expect(recordsIn(cut, table)).toEqual(recordsIn(whole, table));
        // Of two partitions' versions of one record each may be written; nothing is lost, and nothing comes twice.
        expect(new Set(recordsIn(cut, 'changes'))).toEqual(new Set(recordsIn(whole, 'changes')));
        expect(stateIn(cut)).toEqual(stateIn(whole));
        expect(readdirSync(cut)).not.toContain('.penstock-shards');
      }
    }),
    { numRuns: CASES },
  );
});
