// Runs that follow each other: what each asks for, what it writes, and what it leaves for the next.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CursorState } from '../../src/core/cursor-state.ts';
import { type ChangingApi, changingApi, changingEndpoint } from '../helpers/changing-api.ts';
import { penstock } from '../helpers/cli.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';

interface Scene {
  readonly api: ChangingApi;
  readonly out: string;
  run(...words: string[]): Promise<{ code: number; stdout: string; stderr: string; ids: unknown[] }>;
  rows(): { id: number; version: number; at: unknown }[];
  state(): { readonly of: object; readonly partitions: Record<string, CursorState> };
}

async function scene(incremental: object, more: object = {}, options = {}): Promise<Scene> {
  const api = await changingApi(options);
  const file = await pipelineFile({
    name: 'sync',
    client: { base_url: api.url, retry: { max_retries: 0 } },
    resources: [
      {
        name: 'things',
        primary_key: 'id',
        write_disposition: 'merge',
        ...more,
        endpoint: {
          ...changingEndpoint,
          incremental: { cursor_path: 'at', start_param: 'since', ...incremental },
          ...(more as { endpoint?: object }).endpoint,
        },
      },
    ],
  });
  const out = path.join(await temporaryDirectory(), 'out');
  return {
    api,
    out,
    async run(...words) {
      const place = words.includes('--state') ? [] : ['-o', out];
      const outcome = await penstock(['run', file, ...place, ...words]);
      const ids = outcome.stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line).id);
      return { ...outcome, ids };
    },
    rows() {
      const manifest = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8'));
      return manifest.resources.things.files.flatMap((part: { path: string }) =>
        readFileSync(path.join(out, part.path), 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line)),
      );
    },
    state: () => JSON.parse(readFileSync(path.join(out, '_state.json'), 'utf8')).resources.things,
  };
}

const versions = (rows: { id: number; version: number }[]) =>
  rows.map(({ id, version }) => `${id}v${version}`).sort();

describe('merge', () => {
  test('asks for what is new since the last run, and keeps the newest of each', async () => {
    const { api, run, rows, state } = await scene({});
    for (const id of [1, 2, 3]) api.put(id, id * 10);
    expect(await run()).toMatchObject({ code: 0 });
    expect(api.asked()).toEqual(['/things?page=1', '/things?page=2']);
    expect(state().partitions).toEqual({ '': { value: 30 } });
    api.put(2, 40);
    api.put(4, 40);
    expect(await run()).toMatchObject({ code: 0 });
    expect(api.asked()[0]).toBe('/things?since=30&page=1');
    expect(versions(rows())).toEqual(['1v1', '2v2', '3v1', '4v1']);
    expect(state().partitions).toEqual({ '': { value: 40 } });
  });

  test('takes ties on the boundary again', async () => {
    const { api, run, rows } = await scene({});
    api.put(1, 10);
    await run();
    api.put(1, 10);
    api.put(2, 10);
    await run();
    expect(versions(rows())).toEqual(['1v2', '2v1']);
  });
});

describe('append', () => {
  test('takes each version once, ties on the boundary and all', async () => {
    const { api, run, rows, state } = await scene({}, { write_disposition: 'append' });
    api.put(1, 10);
    api.put(2, 20);
    await run();
    expect(state().partitions['']?.seen).toHaveLength(1);
    api.put(3, 20);
    const second = await run();
    expect(second.code, second.stderr).toBe(0);
    expect(versions(rows())).toEqual(['1v1', '2v1', '3v1']);
    api.put(3, 20);
    await run();
    await run();
    expect(versions(rows())).toEqual(['1v1', '2v1', '3v1', '3v2']);
  });

  test('with a lag, too', async () => {
    const { api, run, rows } = await scene({ lag: 15 }, { write_disposition: 'append' });
    for (const id of [1, 2, 3, 4]) api.put(id, id * 10);
    await run();
    api.asked();
    api.put(5, 35);
    api.put(6, 50);
    await run();
    expect(api.asked()[0]).toBe('/things?since=25&page=1');
    expect(versions(rows())).toEqual(['1v1', '2v1', '3v1', '4v1', '5v1', '6v1']);
    await run();
    expect(rows()).toHaveLength(6);
  });
});
