// A store of one's own: asked once, given the state once the records are out, and told when the run is over.
import { PassThrough, Writable } from 'node:stream';
import { ndjson, open, type StateStore } from 'penstock';
import { expect, test } from 'vitest';
import { changingApi, changingEndpoint } from '../helpers/changing-api.ts';

async function scene() {
  const api = await changingApi({ pageSize: 1 });
  const pipeline = {
    name: 'own',
    client: { base_url: api.url, retry: { max_retries: 0 } },
    resources: [
      {
        name: 'things',
        write_disposition: 'append',
        endpoint: { ...changingEndpoint, incremental: { cursor_path: 'at', start_param: 'since' } },
      },
    ],
  };
  const calls: string[] = [];
  let kept: string | undefined;
  const store: StateStore = {
    async load() {
      calls.push('load');
      return kept;
    },
    async save(state) {
      calls.push('save');
      kept = state;
    },
    async close() {
      calls.push('close');
    },
  };
  return { api, store, calls, opened: await open(pipeline as never), kept: () => kept };
}

function collected() {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  return {
    stream,
    ids: () =>
      Buffer.concat(chunks)
        .toString()
        .match(/"id":\d+/g) ?? [],
  };
}

test('goes on from what was saved', async () => {
  const { api, store, calls, opened } = await scene();
  api.put(1, 10);
  const first = collected();
  await opened.run({ to: ndjson(first.stream), state: store });
  expect(first.ids()).toEqual(['"id":1']);
  expect(calls.splice(0)).toEqual(['load', 'save', 'close']);
  api.put(2, 10);
  const second = collected();
  await opened.run({ to: ndjson(second.stream), state: store });
  expect(second.ids()).toEqual(['"id":2']);
  await opened.run({ to: ndjson(collected().stream), state: store, since: 10 });
  expect(calls).toEqual(['load', 'save', 'close', 'close']);
  await opened.close();
});

test('is not given anything by a run that fails, or whose reader has gone', async () => {
  const { api, store, calls, opened, kept } = await scene();
  for (const id of [1, 2, 3]) api.put(id, id);
  api.failAt(2);
  await expect(opened.run({ to: ndjson(collected().stream), state: store })).rejects.toThrow();
  expect(calls.splice(0)).toEqual(['load', 'close']);
  api.failAt(undefined);
  const gone = new Writable({
    write: (_chunk, _encoding, callback) => callback(Object.assign(new Error('gone'), { code: 'EPIPE' })),
  });
  const report = await opened.run({ to: ndjson(gone), state: store });
  expect(report.isPipeClosed).toBe(true);
  expect(calls).toEqual(['load', 'close']);
  expect(kept()).toBeUndefined();
  await opened.close();
});

test('a store that cannot save ends the run with its error, when the records are out', async () => {
  const { api, store, opened } = await scene();
  api.put(1, 10);
  const broken = { ...store, save: () => Promise.reject(new Error('no room')) };
  const out = collected();
  await expect(opened.run({ to: ndjson(out.stream), state: broken })).rejects.toThrow(/no room/);
  expect(out.ids()).toHaveLength(1);
  await opened.close();
});
