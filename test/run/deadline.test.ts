// --deadline: a run ends in time, with exit 5, and keeps what another one goes on from.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { lines, penstock } from '../helpers/cli.ts';
import { json, queryOf, serve } from '../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';

const LAST = 12;

/** A server that, as long as it hangs, never answers behind a page. */
async function setUp(resource: object = {}, others: readonly object[] = []) {
  const hanging = { from: 6 };
  const api = await serve((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://x');
    if (pathname === '/quick') return json(response, { data: [{ id: 1 }] });
    const since = Number(queryOf(request).get('since') ?? 0);
    const page = Number(queryOf(request).get('after') ?? 1);
    if (page >= hanging.from) return;
    const data = [
      { id: since + page * 2 - 1, at: since + page * 2 - 1 },
      { id: since + page * 2, at: since + page * 2 },
    ];
    json(response, { data, ...(since + page * 2 < LAST ? { next: String(page + 1) } : {}) });
  });
  const { endpoint = {}, ...more } = resource as { endpoint?: object };
  const things = {
    name: 'things',
    primary_key: 'id',
    ...more,
    endpoint: {
      path: 'things',
      data_selector: 'data',
      paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'after' },
      ...endpoint,
    },
  };
  const file = await pipelineFile({ client: { base_url: api.url }, resources: [things, ...others] });
  const out = path.join(await temporaryDirectory(), 'out');
  const run = (...words: string[]) => penstock(['run', file, '-o', out, '-q', ...words]);
  const ids = () =>
    readdirSync(path.join(out, 'things'))
      .sort()
      .flatMap((name) => lines(readFileSync(path.join(out, 'things', name), 'utf8')).map(({ id }) => id));
  return { api, hanging, run, out, ids };
}

const all = Array.from({ length: LAST }, (_, i) => i + 1);

test('what is safe waits for --resume; complete resources are not read again', async () => {
  const { api, hanging, run, out, ids } = await setUp({}, [
    { name: 'quick', endpoint: { data_selector: 'data' } },
  ]);
  const first = await run('--deadline', '3s', '--max-file-records', '2');
  expect(first.code).toBe(5);
  expect(first.stderr).toMatch(/things: its time is over \(--deadline 3s\)\n.*--resume/);
  expect(existsSync(path.join(out, '_manifest.json'))).toBe(false);
  hanging.from = 99;
  const before = api.requests.length;
  expect(await run('--resume', '--max-file-records', '2')).toMatchObject({ code: 0 });
  expect(api.requests.slice(before)[0]?.target).toBe('/things?after=6');
  expect(api.requests.slice(before)).toHaveLength(1);
  expect(ids()).toEqual(all);
});

test('what is read oldest first is put in place with its state, and the next run goes on behind it', async () => {
  const incremental = { cursor_path: 'at', row_order: 'asc', start_param: 'since', range_start: 'open' };
  const { api, hanging, run, out, ids } = await setUp({
    write_disposition: 'append',
    endpoint: { incremental },
  });
  const first = await run('--deadline', '3s');
  expect(first.code).toBe(5);
  expect(readFileSync(path.join(out, '_state.json'), 'utf8')).toMatch(/"value":10/);
  expect(ids()).toEqual(all.slice(0, 10));
  hanging.from = 99;
  expect(await run()).toMatchObject({ code: 0 });
  expect(api.requests.at(-1)?.target).toMatch(/since=10/);
  expect(ids()).toEqual(all);
});

test('to stdout; a run that is done in time does not notice', async () => {
  const { api, hanging } = await setUp();
  const file = await pipelineFile({
    client: { base_url: api.url },
    resources: [
      {
        name: 'things',
        endpoint: {
          data_selector: 'data',
          paginator: { type: 'cursor', cursor_path: 'next', cursor_param: 'after' },
        },
      },
    ],
  });
  const cut = await penstock(['run', file, '--deadline', '0.5s']);
  expect(cut).toMatchObject({ code: 5, stderr: expect.stringMatching(/its time is over/) });
  hanging.from = 99;
  const { code, stdout } = await penstock(['run', file, '--deadline', '1h30m']);
  expect(code).toBe(0);
  expect(lines(stdout)).toHaveLength(LAST);
});

test.each(['0s', '5', 'P1M', '-1m', 'soon'])('%s is no time', async (given) => {
  const { run } = await setUp();
  expect(await run('--deadline', given)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/such as 25m/),
  });
});
