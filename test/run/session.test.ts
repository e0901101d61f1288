// Several readers of one opened pipeline: what they share, and how each of them ends.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ndjson, open, UsageError } from 'penstock';
import { describe, expect, test } from 'vitest';
import { json, queryOf, serve } from '../helpers/serve.ts';

/** Pages without end, at most so many requests at once being counted. */
async function endless(hold = 0) {
  const seen = { atOnce: 0, most: 0, cut: 0 };
  const api = await serve(async (request, response) => {
    seen.atOnce += 1;
    seen.most = Math.max(seen.most, seen.atOnce);
    response.once('close', () => {
      seen.atOnce -= 1;
      if (!response.writableEnded) seen.cut += 1;
    });
    if (hold > 0) await delay(hold);
    const at = Number(queryOf(request).get('cursor') ?? 0);
    json(response, { data: [{ id: at }], next: at + 1 });
  });
  return { api, seen };
}

const paginator = { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor' } as const;
const names = ['a', 'b', 'c', 'd', 'e'] as const;

function pipelineOf(base_url: string, client: object = {}) {
  return {
    client: { base_url, paginator, ...client },
    resources: names.map((name) => ({ name, endpoint: { data_selector: 'data' } })),
  };
}

describe('shared by all readers', () => {
  test('concurrency', async () => {
    const { api, seen } = await endless(20);
    await using opened = await open(pipelineOf(api.url, { concurrency: 2 }));
    await Promise.all(names.map((name) => opened.records(name).take(4).toArray()));
    expect(seen.most).toBe(2);
  });

  test('rate_limit', async () => {
    const { api } = await endless();
    await using opened = await open(
      pipelineOf(api.url, { rate_limit: { requests_per_second: 1, burst: 2 } }),
    );
    const reading = names.map((name) =>
      opened
        .records(name)
        .take(1)
        .toArray()
        .catch(() => []),
    );
    await delay(300);
    expect(api.requests.length).toBeLessThanOrEqual(2);
    await opened.close();
    await Promise.all(reading);
  });

  test('the token', async () => {
    let tokens = 0;
    const api = await serve((request, response) => {
      if (request.url !== '/token') return json(response, { data: [{ id: 1 }] });
      tokens += 1;
      return json(response, { access_token: `token-${tokens}`, expires_in: 3600 });
    });
    const auth = {
      type: 'oauth2',
      token_url: `${api.url}/token`,
      client_id: 'client',
      client_secret: 'the-client-secret',
    } as const;
    await using opened = await open({
      client: { base_url: api.url, auth, paginator: 'single_page' },
      resources: names.map((name) => ({ name, endpoint: { data_selector: 'data' } })),
    });
    await Promise.all(names.map((name) => opened.records(name).toArray()));
    expect(tokens).toBe(1);
  });

  test('nothing is requested before one is read', async () => {
    const { api } = await endless();
    await using opened = await open(pipelineOf(api.url));
    opened.records('a');
    opened.pages('b');
    await delay(50);
    expect(api.requests).toEqual([]);
  });
});

describe('the end of one reader', () => {
  test.each(['records', 'pages'] as const)('leaving a loop over %s cuts what is under way', async (kind) => {
    let release = () => {};
    const cut = new Promise<void>((resolve) => {
      release = resolve;
    });
    const api = await serve((request, response) => {
      const at = Number(queryOf(request).get('cursor') ?? 0);
      if (at > 0) response.once('close', () => release());
      else json(response, { data: [{ id: at }], next: at + 1 });
    });
    await using opened = await open(pipelineOf(api.url));
    for await (const _ of opened[kind]('a')) {
      while (api.requests.length < 2) await delay(5);
      break;
    }
    await cut;
  });

  test('partitions too, all of them', async () => {
    let unanswered = 0;
    const api = await serve((request, response) => {
      if (request.url?.includes('kind=a') && !request.url.includes('cursor')) {
        return json(response, { data: [{ id: 1 }], next: 2 });
      }
      unanswered += 1;
      response.once('close', () => {
        unanswered -= 1;
      });
    });
    await using opened = await open({
      client: { base_url: api.url, paginator },
      resources: [
        {
          name: 'r',
          endpoint: {
            data_selector: 'data',
            partition_router: {
              type: 'list',
              cursor_field: 'kind',
              values: ['a', 'b', 'c', 'd'],
              request_option: { inject_into: 'query', field_name: 'kind' },
            },
          },
        },
      ],
    });
    for await (const _ of opened.records('r')) {
      while (unanswered < 3) await delay(5);
      break;
    }
    while (unanswered > 0) await delay(5);
    expect(unanswered).toBe(0);
  });

  test('leaves the others alone', async () => {
    const { api } = await endless();
    await using opened = await open(pipelineOf(api.url));
    const other = opened.records('b')[Symbol.asyncIterator]();
    expect(await other.next()).toMatchObject({ value: { id: 0 } });
    for await (const _ of opened.records('a')) break;
    expect(await other.next()).toMatchObject({ value: { id: 1 } });
    await other.return?.();
  });
});

describe('close', () => {
  test('ends every reader, says so, and nothing is read after it', async () => {
    const { api } = await endless();
    const opened = await open(pipelineOf(api.url));
    const reading = opened.records('a').toArray();
    const running = opened.run({ to: ndjson(new PassThrough()), resources: ['b'] });
    reading.catch(() => {});
    running.catch(() => {});
    while (api.requests.length < 4) await delay(5);
    await opened.close();
    await expect(reading).rejects.toThrow(/was closed while a was read/);
    await expect(running).rejects.toThrow(/closed/);
    const requests = api.requests.length;
    await delay(50);
    expect(api.requests).toHaveLength(requests);
    await expect(opened.records('a').toArray()).rejects.toThrow(UsageError);
    await expect(opened.run({ to: ndjson(new PassThrough()) })).rejects.toThrow(/is closed/);
  });

  test('a process that does not call it ends all the same', async () => {
    const api = await serve((_, response) => json(response, { data: [{ id: 1 }] }));
    const index = path.join(import.meta.dirname, '../../dist/src/index.js');
    const script = `
      const { open } = await import(${JSON.stringify(index)});
      const opened = await open({ client: { base_url: '${api.url}' }, resources: ['r'] });
      console.log(JSON.stringify(await opened.records('r').toArray()));
    `;
    const words = ['--input-type=module', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, words, { timeout: 50_000 });
    expect(stdout).toBe('[{"id":1}]\n');
  });
});
