// The line that a long run writes in between, and what every line of a JSON log says.
import { expect, test } from 'vitest';
import { type Beat, beatText, startHeartbeat } from '../../src/cli/heartbeat.ts';
import { penstock } from '../helpers/cli.ts';
import { json, serve } from '../helpers/serve.ts';
import { pipelineFile } from '../helpers/temporary.ts';

test('what is being read, and how far it is', async () => {
  const said = new Promise<readonly Beat[]>((resolve) => {
    const heart = startHeartbeat((beats) => {
      heart.stop();
      resolve(structuredClone(beats));
    }, 0.01);
    heart.event({ kind: 'started', resource: 'a' });
    heart.event({ kind: 'started', resource: 'b' });
    heart.event({ kind: 'page', resource: 'a', partition: undefined, page: 1, records: 3 });
    heart.event({ kind: 'written', resource: 'a', records: 3 });
    heart.event({ kind: 'finished', resource: 'b' });
    heart.event({ kind: 'written', resource: 'nobody', records: 3 });
  });
  const beats = await said;
  expect(beats).toEqual([{ resource: 'a', pages: 1, records: 3 }]);
  expect(beatText(beats, 60)).toBe('still at work after 60 s: a 1 page, 3 records');
  expect(beatText([], 90)).toBe('still at work after 90 s: putting the output in place');
});

test('each line of JSON says the run and the shard, and where it is about something', async () => {
  const api = await serve((request, response) => {
    if (request.url?.includes('page=2')) json(response, { error: 'no' }, 418);
    else json(response, { data: [{ id: 1 }], more: true });
  });
  const file = await pipelineFile({
    client: { base_url: api.url },
    resources: [
      {
        name: 'things',
        endpoint: {
          path: 'things',
          data_selector: 'data',
          paginator: { type: 'page_number', base_page: 1, has_more_path: 'more' },
          partition_router: { type: 'list', cursor_field: 'kind', values: ['a'] },
        },
      },
    ],
  });
  const place = ['-o', `${file}-out`, '--shard', '1/1'];
  const { stderr } = await penstock(['run', file, ...place, '-v', '--log-format', 'json']);
  const said = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(new Set(said.map(({ run }) => run)).size).toBe(1);
  expect(said.every(({ run, shard }) => /^[\da-f-]{36}$/.test(run) && shard === '1/1')).toBe(true);
  const request = said.find(({ kind }) => kind === 'request');
  expect(request).toMatchObject({ resource: 'things', partition: 'kind=a', page: 1 });
  expect(said.find(({ kind }) => kind === 'page')).toMatchObject({
    resource: 'things',
    partition: 'kind=a',
    page: 1,
  });
  const error = said.find(({ level }) => level === 'error');
  expect(error).toMatchObject({ resource: 'things', partition: 'kind=a', page: 2 });
  expect(said.at(-1)).toMatchObject({ kind: 'report', shard: '1/1' });
});
