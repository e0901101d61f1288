// Functions in response_actions: what they see, what they may return, and what comes of one that goes wrong.
import { definePipeline, open } from 'penstock';
import { expect, test } from 'vitest';
import type { AnswerFunction, ResponseAction } from '../../../src/config/response-actions.ts';
import { extract } from '../../helpers/extract.ts';
import { json, queryOf, serve } from '../../helpers/serve.ts';

/** Three pages of one record; the second answers by its own body, the first time or always. */
async function read(
  actions: readonly ResponseAction[],
  second: object = {},
  times = Number.POSITIVE_INFINITY,
) {
  let count = 0;
  const api = await serve((request, response) => {
    const page = Number(queryOf(request).get('page'));
    response.setHeader('X-Page', String(page));
    const isSecond = page === 2 && count++ < times;
    json(
      response,
      { data: page > 3 ? [] : [{ id: page }], ...(isSecond ? second : {}) },
      isSecond && 'code' in second ? 418 : 200,
    );
  });
  const pipeline = definePipeline({
    client: { base_url: api.url, retry: { initial_wait: 0.001 } },
    resources: [
      {
        name: 'things',
        endpoint: {
          data_selector: 'data',
          paginator: { type: 'page_number', base_page: 1 },
          response_actions: actions as readonly AnswerFunction[],
        },
      },
    ],
  });
  const opened = await open(pipeline, { environment: {} });
  const ids: unknown[] = [];
  try {
    for await (const record of opened.records('things')) ids.push(record.id);
  } catch (error) {
    return { ids, failure: (error as Error).message };
  }
  return { ids };
}

test('a function sees status, headers, body and text', async () => {
  const seen: unknown[] = [];
  await read([
    (answer) => {
      seen.push(answer);
      return undefined;
    },
  ]);
  expect(seen[0]).toEqual({
    status: 200,
    headers: expect.objectContaining({ 'x-page': '1' }),
    body: { data: [{ id: 1 }] },
    text: '{"data":[{"id":1}]}',
  });
});

test.each<[string, ResponseAction]>([
  ['an entry', ({ status }) => (status === 418 ? 'ignore' : undefined)],
  ['an action', { status_code: 418, action: () => 'ignore' }],
  ['an action by itself', { action: ({ body }) => (Object.hasOwn(Object(body), 'code') ? 'ignore' : null) }],
])('%s that is a function', async (_name, action) => {
  expect(await read([action], { code: 1 })).toEqual({ ids: [1, 3] });
});

test('nothing leaves the answer to the next entry', async () => {
  const actions: ResponseAction[] = [() => undefined, { status_code: 418, action: 'ignore' }];
  expect(await read(actions, { code: 1 })).toEqual({ ids: [1, 3] });
});

test('end and retry; a message is said, the function’s own before the entry’s', async () => {
  const busy: AnswerFunction = ({ text }) => (text.includes('busy') ? 'retry' : undefined);
  expect(await read([busy], { busy: true }, 2)).toEqual({ ids: [1, 2, 3] });
  const over: AnswerFunction = ({ body }) => (Object(body).over === true ? 'end' : undefined);
  expect(await read([over], { over: true })).toEqual({ ids: [1] });
  const fail = { action: () => ({ action: 'fail' as const, message: 'quota' }), message: 'no' };
  expect((await read([{ status_code: 418, ...fail }], { code: 1 })).failure).toMatch(/quota \(HTTP 418\)/);
  const entry = { status_code: 418, action: () => 'fail' as const, message: 'no' };
  expect((await read([entry], { code: 1 })).failure).toMatch(/no \(HTTP 418\)/);
});

test.each<[string, unknown, RegExp]>([
  ['another word', () => 'skip', /returned "skip"; right is one of ignore, fail/],
  ['an object without an action', () => ({ message: 'x' }), /returned undefined|returned nothing/],
  ['a promise', async () => 'ignore', /returned a promise, and must answer at once/],
  [
    'an error',
    () => {
      throw new Error('oops');
    },
    /threw: oops/,
  ],
])('%s fails the resource', async (_name, action, says) => {
  expect((await read([action as AnswerFunction])).failure).toMatch(says);
});

test('JSON holds no function: exit 2, with what it would need', async () => {
  const options = {
    endpoint: { response_actions: ['my_hook', { status_code: 404, action: '<function f>' }] },
  };
  const outcome = await extract((_, response) => json(response, {}), options);
  expect(outcome).toMatchObject({ code: 2, requests: [] });
  expect(outcome.stderr).toMatch(
    /response_actions\[0\]: .*only a pipeline in TypeScript or JavaScript can hold/,
  );
  expect(outcome.stderr).toMatch(/response_actions\[1\]\.action: .*only a pipeline in TypeScript/);
});
