// Values of the wrong kind: a true message and its exit code, never exit 1.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Outcome, penstock } from '../../helpers/cli.ts';
import { extract } from '../../helpers/extract.ts';
import { json, serve } from '../../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../../helpers/temporary.ts';
import { ids, text } from '../cases/case.ts';

const client = { retry: { max_retries: 0 } };

function expectToldSo(outcome: Outcome): void {
  expect(outcome.code, outcome.stderr).not.toBe(1);
  expect(outcome.stderr).not.toMatch(
    /unexpected:|TypeError|RangeError|\bundefined\b|\[object Object\]|\n +at /,
  );
}

describe('absurd values and surroundings: of a server', () => {
  const odd = [
    '{"toString":1}',
    '{"valueOf":null}',
    '[]',
    '[[1]]',
    '{"a":{}}',
    '"\\ud800"',
    'true',
    '{"__proto__":1}',
    '123456789012345678901234567890',
  ];
  const places: Record<string, (value: string) => { readonly body: string; readonly paginator: object }> = {
    total: (value) => ({
      body: `{"data":[],"total":${value}}`,
      paginator: { type: 'offset', limit: 2, total_path: 'total' },
    }),
    'a total of records': (value) => ({
      body: `{"data":[],"total":${value}}`,
      paginator: { type: 'page_number', base_page: 1, total_records_path: 'total' },
    }),
    has_more: (value) => ({
      body: `{"data":[{"id":1}],"more":${value},"next":null}`,
      paginator: { type: 'cursor', cursor_path: 'next', has_more_path: 'more' },
    }),
    'a cursor': (value) => ({
      body: `{"data":[{"id":1}],"next":${value}}`,
      paginator: { type: 'cursor', cursor_path: 'next' },
    }),
    'a link': (value) => ({
      body: `{"data":[{"id":1}],"next":${value}}`,
      paginator: { type: 'json_link', next_url_path: 'next' },
    }),
    'what nobody named': (value) => ({
      body: `{"data":[{"id":1}],"next":${value},"total":${value},"has_more":${value},"links":${value},"meta":${value}}`,
      paginator: { type: 'auto' },
    }),
    'a message': (value) => ({
      body: `{"data":[],"success":false,"error":${value},"errors":${value},"message":${value}}`,
      paginator: { type: 'auto' },
    }),
  };
  test.each(Object.keys(places).flatMap((place) => odd.map((value) => [place, value] as const)))(
    '%s is %s',
    async (place, value) => {
      const { body, paginator } = places[place]?.(value) ?? { body: '', paginator: {} };
      expectToldSo(await extract(text(body), { endpoint: { paginator }, client }));
    },
  );

  const links = [
    '%FF',
    '%',
    '/%zz?x=%',
    'http://127.0.0.1:99999',
    '\ud800',
    'http://[::1',
    '//',
    '?',
    '#',
    'a:b',
    '\u0000',
  ];
  test.each(links)('a link %j', async (next) => {
    const body = JSON.stringify({ data: [{ id: 1 }], next });
    expectToldSo(await extract(text(body), { endpoint: { paginator: 'json_link' }, words: ['-v'], client }));
    const header = next.replace(/[^\u0020-\u00ff]/g, '?');
    const linked = text('{"data":[{"id":1}]}', { link: `<${header}>; rel="next"` });
    expectToldSo(await extract(linked, { endpoint: { paginator: 'header_link' }, words: ['-v'], client }));
    const moved = extract((_, response) => void response.writeHead(302, { location: header }).end(), {
      client,
    });
    expectToldSo(await moved);
  });
});

describe('absurd values and surroundings: of a pipeline', () => {
  test.each([
    '%FF',
    '/a%',
    '/%E0%A4%A',
    '/%zz?x=%',
    'http://127.0.0.1:99999',
    'http://[::1',
    'http://',
    '//',
    '/a b\tc',
    '/\ud800',
    'http://user@127.0.0.1/x',
  ])('a path %j', async (where) => {
    expectToldSo(await extract(text('{"data":[]}'), { endpoint: { path: where }, words: ['-v'], client }));
  });

  const laughs = [...'bcdefghi'].map(
    (key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[at]}`).join()}]`,
  );
  const files: Record<string, string> = {
    'a circle': 'client: &a\n  base_url: http://127.0.0.1:1\n  headers: *a\nresources: [x]\n',
    'a list in itself': 'client: {base_url: http://127.0.0.1:1}\nresources: &a [*a]\n',
    'an alias that nobody set': 'client: *nobody\n',
    'deep nesting': `client: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`,
    'no object': '- 1\n- 2\n',
    nothing: '',
    'a number': '5',
    'null everywhere': 'client: null\nresources: null\nresource_defaults: null\n',
    'aliases of aliases': `a: &a [x,x,x,x,x,x,x,x,x]\n${laughs.join('\n')}\n`,
  };
  test.each(Object.keys(files))('YAML with %s', async (name) => {
    const file = path.join(await temporaryDirectory(), 'pipeline.yaml');
    writeFileSync(file, files[name] ?? '');
    const outcome = await penstock(['run', file]);
    expectToldSo(outcome);
    expect(outcome.code, outcome.stderr).toBe(2);
  });

  test('JSON, 20,000 deep', async () => {
    const file = path.join(await temporaryDirectory(), 'pipeline.json');
    writeFileSync(file, `{"client":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`);
    const outcome = await penstock(['run', file]);
    expectToldSo(outcome);
    expect(outcome.code).toBe(2);
  });

  test.each([
    ['__proto__', '__proto__'],
    ['__proto__', 'prototype'],
    ['constructor', 'toString'],
    ['', 'x'],
    [' ', '\u0000'],
    ['\ud800', 'x'],
    ['x'.repeat(5000), 'y'],
  ])('resources named %j and %j, into a directory', async (...names) => {
    const served = await serve((_, response) => json(response, { data: ids(2) }));
    const out = path.join(await temporaryDirectory(), 'out');
    const resources = names.map((name) => ({ name, endpoint: { path: '/things', data_selector: 'data' } }));
    const file = await pipelineFile({ client: { base_url: served.url }, resources });
    expectToldSo(await penstock(['run', file, '-o', out, '--summary-file', `${out}.json`]));
  });
});

describe('durations beyond a timer', () => {
  test.each([
    { total: 30 * 86_400 },
    { headers: 1.001 },
    { idle: 2_592_000.5, connect: 0.9999 },
    { total: 1e12 },
  ])('timeout %j', async (timeout) => {
    const outcome = await extract(text('{"data":[{"id":1}]}'), { client: { ...client, timeout } });
    expect([0, 2], outcome.stderr).toContain(outcome.code);
    if (outcome.code === 0) expect(outcome.records).toEqual([{ id: 1 }]);
  });

  test.each([30 * 86_400, 3 * 365 * 86_400])('Retry-After %i below max_wait is waited for', async (after) => {
    let requests = 0;
    const served = await serve((_, response) => {
      requests += 1;
      response.writeHead(503, { 'retry-after': String(after) }).end();
    });
    const file = await pipelineFile({
      client: { base_url: served.url, retry: { max_wait: 1e9, total_budget: 1e9 } },
      resources: [{ name: 'things', endpoint: { path: '/things', data_selector: 'data' } }],
    });
    const controller = new AbortController();
    const running = penstock(['run', file], { signal: controller.signal });
    await new Promise((resolve) => setTimeout(resolve, 600));
    controller.abort();
    await running;
    expect(requests).toBe(1);
  });
});
