// Canaries in every secret through the whole matrix; nothing that the process leaves behind may hold one.

import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import path from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { open } from '../../src/index.ts';
import { lines, penstock } from '../helpers/cli.ts';
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
  API_KEY_2: `ab/cd&"ef'${MARK}~!()<\\x`,
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

/** One case of each row, one that fails if there is: what is said of it is what could hold a secret. */
const chosen = [...new Set(cases.map((one) => one.fault))].flatMap((fault) => {
  const own = cases.filter((one) => one.fault === fault);
  return own.find((one) => one.code > 2) ?? own.slice(0, 1);
});
const logs = { text: ['-v'], json: ['-v', '--log-format', 'json'] };
const numbered = chosen.map((one, at) => [titleOf(one), one, at] as const);

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

test.each(numbered)('secrets: %s', async (_name, one, at) => {
  const { requests } = await runAndSearch(one, one.server(), at % 2 === 0 ? logs.text : logs.json);
  // They did go out: a canary that is never sent proves nothing.
  const [first] = requests;
  if (first === undefined) return;
  expect(first.headers['x-api-key']).toBe(secrets.API_KEY);
  expect(new URL(first.target, 'http://localhost').searchParams.get('key')).toBe(secrets.QUERY_KEY);
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
  for (let pad = 0; pad < 420; pad += 14) {
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

test.each(numbered.filter(([, one, at]) => one.code !== 0 && at % 3 === 0))(
  'secrets: a thrown error of the library: %s',
  async (_name, one) => {
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
  },
);

describe('secrets in other spellings', () => {
  const SECRET = secrets.API_KEY_2;
  const html = { '&': '&amp;', '"': '&quot;', "'": '&#39;', '<': '&lt;', '/': '&#x2F;' };
  const escapeUnicode = (text: string) =>
    text.replace(/[^\w-]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const within = (text: string, control: string) => {
    const at = text.indexOf(MARK) + 3;
    return `${text.slice(0, at)}${control}${text.slice(at)}`;
  };
  const spellings: Record<string, string> = {
    'as it is': SECRET,
    'of a form': new URLSearchParams({ s: SECRET }).toString(),
    'of a path': encodeURIComponent(SECRET),
    'of a path, in small letters': encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase()),
    'of a URL that is encoded again': encodeURIComponent(encodeURIComponent(SECRET)),
    'of JSON': JSON.stringify(SECRET),
    'of JSON, slashes escaped': JSON.stringify(SECRET).replaceAll('/', '\\/'),
    'of JSON inside JSON': JSON.stringify(JSON.stringify(SECRET)),
    'of JSON, all in escapes': escapeUnicode(SECRET),
    'of HTML': SECRET.replace(/[&"'</]/g, (sign) => html[sign as keyof typeof html]),
    'of HTML, in numbers': SECRET.replace(/[^\w-]/g, (sign) => `&#${sign.charCodeAt(0)};`),
    'of base64': Buffer.from(SECRET).toString('base64'),
    'of base64 for URLs': Buffer.from(SECRET).toString('base64url'),
    'split by an escape sequence': within(SECRET, '\u001b[0m'),
    'split by a NUL': within(SECRET, '\u0000'),
    'split by a link of the terminal': within(SECRET, '\u001b]8;;x\u0007'),
  };
  const bodies: Record<string, (text: string) => RequestListener> = {
    'a refusal': (text) => (_, response) => void response.writeHead(400).end(`no ${text} and more`),
    'a page of HTML': (text) => (_, response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end(`<p>${text}</p>`),
    'an error body': (text) => (_, response) =>
      json(response, { success: false, error: `x ${text}`, data: [] }),
    'a total': (text) => (_, response) =>
      json(response, { data: [], total: text, next_cursor: text, message: text }),
  };
  const client = { retry: { max_retries: 0 }, headers: { 'x-second': { secret: 'api_key_2' } } };
  test.each(Object.keys(spellings))('%s', async (name) => {
    for (const [at, body] of Object.values(bodies).entries()) {
      const log = at % 2 === 0 ? logs.text : logs.json;
      await runAndSearch({ options: { client } }, body(spellings[name] ?? ''), log);
    }
  });

  test('a long one that is cut', async () => {
    const long = `${MARK}-`.repeat(80);
    const served = await serve((request, response) =>
      response.writeHead(403).end(JSON.stringify({ message: `bad token ${request.headers.authorization}` })),
    );
    const file = await pipelineFile({
      client: { base_url: served.url, auth: { type: 'bearer', token: { secret: 'token' } } },
      resources: [{ name: 'things', endpoint: { path: '/things', data_selector: 'data' } }],
    });
    const outcome = await penstock(['run', file, '-v'], { environment: { TOKEN: long } });
    expect(outcome.code).toBe(4);
    expectNoSecret(outcome.stderr, 'stderr');
  });

  test.each(['1000', 'complete', 'true', 'things', '0', 'e', '"', 'records'])(
    'an ordinary word, %j, spoils no JSON',
    async (secret) => {
      const served = await serve((_, response) =>
        json(response, { data: Array.from({ length: 1000 }, (_value, id) => ({ id })) }),
      );
      const directory = await temporaryDirectory();
      const file = await pipelineFile({
        client: { base_url: served.url, headers: { 'x-api-key': { secret: 'api_key' } } },
        resources: [{ name: 'things', endpoint: { path: '/things', data_selector: 'data' } }],
      });
      const summary = path.join(directory, 'summary.json');
      const environment = { API_KEY: secret };
      const words = [
        'run',
        file,
        '-v',
        '--log-format',
        'json',
        '--summary-file',
        summary,
        '-o',
        path.join(directory, 'out'),
      ];
      const ran = await penstock(words, { environment });
      expect(ran.code, ran.stderr).toBe(0);
      for (const line of ran.stderr.trim().split('\n')) JSON.parse(line);
      expect(JSON.parse(readFileSync(summary, 'utf8')).resources[0]).toMatchObject({
        name: 'things',
        status: 'complete',
        records: 1000,
      });
      const preview = await penstock(['preview', file, 'things', '--json', '-n', '1001'], { environment });
      expect(lines(preview.stdout)).toHaveLength(1000);
    },
  );
});
