// Canaries in every secret through the whole matrix; nothing that the process leaves behind may hold one.
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { open } from '../../src/index.ts';
import { penstock } from '../helpers/cli.ts';
import { filesOf } from '../helpers/files.ts';
import { json, serve } from '../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';
import { type FaultCase, titleOf } from './cases/case.ts';
import { cases } from './cases/index.ts';

// What each canary has in common, and no encoding of the URL or of JSON changes.
const MARK = 'c4n4ry';
const secrets = {
  PASSWORD: `pass-${MARK}-"1"/\\é+= %`,
  API_KEY: `key-${MARK}-/+=~%`,
  QUERY_KEY: `query-${MARK}-é&?="2" +/`,
  CLIENT_SECRET: `client-${MARK}-3`,
  REFRESH: `refresh-${MARK}-4`,
};

/** The mark as it stands inside base64, whatever comes before it. */
const inBase64 = [0, 1, 2].map((offset) => {
  const encoded = Buffer.from(`${'x'.repeat(offset)}${MARK}`).toString('base64');
  // The characters that only the mark decides.
  return encoded.slice(Math.ceil((offset * 4) / 3), Math.floor(((offset + MARK.length) * 8) / 6));
});

function expectNoSecret(text: string, where: string): void {
  for (const needle of [MARK, ...inBase64]) {
    const at = text.indexOf(needle);
    expect(at, `${where}: …${text.slice(Math.max(0, at - 200), at + 60)}…`).toBe(-1);
  }
}

const auth = { type: 'http_basic', username: 'reader', password: { secret: 'password' } };

function pipelineOf(base_url: string, one: Partial<FaultCase>) {
  const { client = {}, endpoint, resource, resources } = one.options ?? {};
  return {
    name: 'canary',
    client: {
      base_url,
      retry: { initial_wait: 0.01, max_wait: 2 },
      auth,
      headers: { 'x-api-key': { secret: 'api_key' } },
      params: { key: { secret: 'query_key' } },
      ...client,
    },
    resources: resources ?? [
      { name: 'things', endpoint: { path: '/things', data_selector: 'data', ...endpoint }, ...resource },
    ],
  };
}

const named = cases.map((one) => [titleOf(one), one] as const);
const logs = { text: ['-v'], json: ['-v', '--log-format', 'json'] };

async function runAndSearch(one: Partial<FaultCase>, listener: RequestListener, log: readonly string[]) {
  const served = await serve(listener);
  const directory = await temporaryDirectory();
  const state = await temporaryDirectory();
  const file = await pipelineFile(pipelineOf(served.url, one));
  const sink = ['-o', path.join(directory, 'out'), '--summary-file', path.join(directory, 'summary.json')];
  const outcome = await penstock(['run', file, ...sink, ...log], {
    environment: { ...secrets, PENSTOCK_STATE_DIR: state },
  });
  expectNoSecret(outcome.stdout, 'stdout');
  expectNoSecret(outcome.stderr, 'stderr');
  for (const place of [directory, state]) {
    for (const [name, bytes] of Object.entries(filesOf(place))) {
      expectNoSecret(Buffer.from(bytes, 'base64').toString('latin1'), name);
    }
  }
  return { ...outcome, requests: served.requests };
}

describe.each(Object.entries(logs))('-v, logs as %s', (_format, log) => {
  test.each(named)('secrets: %s', async (_name, one) => {
    const { requests } = await runAndSearch(one, one.server(), log);
    // They did go out: a canary that is never sent proves nothing.
    const [first] = requests;
    if (first === undefined) return;
    expect(first.headers['x-api-key']).toBe(secrets.API_KEY);
    expect(new URL(first.target, 'http://localhost').searchParams.get('key')).toBe(secrets.QUERY_KEY);
  });
});

/** Answers that say back what they were asked, in the ways servers do. */
const echoes: Record<string, RequestListener> = {
  'an error body of JSON': (request, response) =>
    json(response, { error: request.headers, url: request.url }, 400),
  'an error body of text': (request, response) => {
    response.writeHead(400).end(`bad request ${request.url} ${JSON.stringify(request.headers)}`);
  },
  'a page of HTML': (request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<html>${request.headers.authorization} ${decodeURIComponent(request.url ?? '')}</html>`);
  },
  'broken JSON': (request, response) => {
    response.writeHead(200).end(`{"data": ${request.headers['x-api-key']}`);
  },
  'a redirect elsewhere': (request, response) => {
    response.writeHead(302, { location: `http://127.0.0.1:1${request.url}` }).end();
  },
  'a redirect loop': (request, response) => {
    response.writeHead(302, { location: request.url ?? '' }).end();
  },
  'a refusal': (request, response) =>
    json(response, { message: `no user ${request.headers.authorization}` }, 401),
  'keys of an unknown body': (request, response) =>
    json(response, { [`${request.headers['x-api-key']}`]: 1, [`${request.headers.authorization}`]: 2 }),
  'a next link elsewhere': (request, response) =>
    json(response, { data: [], next: `http://127.0.0.1:1${request.url}` }),
};

test.each(Object.keys(echoes))('secrets: %s that says the secrets back', async (name) => {
  const options = name.startsWith('a next') ? { endpoint: { paginator: 'json_link' } } : {};
  for (const log of Object.values(logs)) {
    const outcome = await runAndSearch({ options }, echoes[name] as RequestListener, log);
    expect(outcome.code).not.toBe(0);
  }
});

test('secrets: an excerpt that ends within a secret', async () => {
  for (let pad = 0; pad < 420; pad += 3) {
    const listener: RequestListener = (request, response) => {
      response.writeHead(pad % 2 === 0 ? 400 : 200, { 'content-type': 'text/plain' });
      response.end(`${'-'.repeat(pad)}${request.headers['x-api-key']} and more`);
    };
    await runAndSearch({ options: { client: { retry: { max_retries: 0 } } } }, listener, logs.text);
  }
});

describe('secrets: the token endpoint', () => {
  const oauth = (token_url: string) => ({
    type: 'oauth2',
    token_url,
    client_id: 'reader',
    client_secret: { secret: 'client_secret' },
    refresh_token: { secret: 'refresh' },
  });
  test.each([400, 401, 500, 200])('answers %i and says its form back', async (status) => {
    const served = await serve((request, response) => {
      let form = '';
      request.on('data', (chunk) => {
        form += chunk;
      });
      request.on('end', () => {
        const error = status === 400 ? 'invalid_grant' : 'unknown';
        json(response, { error, error_description: `${form} ${request.headers.authorization}` }, status);
      });
    });
    for (const log of Object.values(logs)) {
      const options = { client: { auth: oauth(`${served.url}/token`) } };
      const outcome = await runAndSearch({ options }, (_, response) => json(response, { data: [] }), log);
      expect(outcome.code).not.toBe(0);
    }
  });
});

test.each(named)('secrets: a thrown error of the library: %s', async (_name, one) => {
  const served = await serve(one.server());
  const definition = pipelineOf(served.url, one);
  try {
    const pipeline = await open(definition as never, { environment: secrets });
    for (const name of pipeline.resources) for await (const _ of pipeline.records(name));
  } catch (error) {
    const chain: string[] = [];
    for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
      chain.push(inner.stack ?? '', inner.message, JSON.stringify(inner));
    }
    const shown = inspect(error, { depth: 20, showHidden: true, getters: true });
    expectNoSecret(`${shown}${JSON.stringify(error)}${chain.join()}`, 'the error');
  }
});
