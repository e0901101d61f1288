// One request through its attempts: what is sent, what is told of each attempt, and how it ends.
import { expect, test } from 'vitest';
import type { ClientPlan } from '../../../src/config/pipeline.ts';
import type { PenstockEvent } from '../../../src/core/events.ts';
import { planOf } from '../../../src/language/load-plan.ts';
import { createJudge } from '../../../src/source/http/judge.ts';
import { createSender } from '../../../src/source/http/sender.ts';
import { createThrottle } from '../../../src/source/http/throttle.ts';
import { createTransport } from '../../../src/source/http/transport.ts';
import { json, serve } from '../../helpers/serve.ts';

const never = new AbortController().signal;
type Sent = Parameters<ReturnType<typeof createSender>>[0];

async function open(
  listener: Parameters<typeof serve>[0],
  sign: (request: Sent) => Sent = (request) => request,
) {
  const served = await serve(listener);
  const written = { client: { base_url: served.url, retry: { initial_wait: 0.001 } }, resources: ['things'] };
  const plan = planOf(written, { environment: {} }).client as ClientPlan;
  const events: PenstockEvent[] = [];
  const transport = createTransport(plan, {});
  const send = createSender({
    transport,
    throttle: createThrottle({ concurrency: 4, rateLimit: undefined }),
    retry: plan.retry,
    reading: {
      format: 'json',
      encoding: undefined,
      isStreamed: false,
      isCut: false,
      limitNames: plan.retry.headers,
    },
    emit: (event) => void events.push(event),
    resource: 'things',
    judge: createJudge({ retryStatuses: undefined, actions: [], canRenew: false }),
    sign,
  });
  const request = (more: Partial<Sent> = {}): Sent => ({
    method: 'GET',
    url: new URL(`${served.url}/a?key=v`),
    headers: {},
    body: undefined,
    ...more,
  });
  return { send, request, events, requests: served.requests, close: () => transport.close() };
}

test('each attempt is told once, with its number, its bytes and what broke it', async () => {
  let asked = 0;
  const { send, request, events, close } = await open((_, response) => {
    asked += 1;
    if (asked === 1) json(response, {}, 503);
    else if (asked === 2) json(response, '{"cut":');
    else json(response, { a: 1 });
  });
  const { verdict } = await send(request(), { signal: never });
  expect(verdict).toEqual({ kind: 'page', body: { a: 1 } });
  expect(events.map((event) => event.kind)).toEqual(['request', 'retry', 'request', 'retry', 'request']);
  const attempts = events.filter((event) => event.kind === 'request');
  expect(attempts.map(({ attempt, status, bytes }) => [attempt, status, bytes])).toEqual([
    [1, 503, 2],
    [2, 200, 7],
    [3, 200, 7],
  ]);
  expect(attempts.map(({ error }) => error === undefined)).toEqual([false, false, true]);
  expect(attempts[0]?.url).not.toContain('?');
  await close();
});

test('nothing is added to what is sent: no type of a form, no form of a body', async () => {
  const bodies: string[] = [];
  const { send, request, requests, close } = await open(async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    bodies.push(body);
    json(response, { a: 1 });
  });
  await send(request({ method: 'POST', body: 'a=b', headers: { accept: 'x/y' } }), { signal: never });
  await send(request({ method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } }), {
    signal: never,
  });
  expect(bodies).toEqual(['a=b', '{"a":1}']);
  expect(requests.map(({ headers }) => [headers.accept, headers['content-type']])).toEqual([
    ['x/y', undefined],
    [undefined, 'application/json'],
  ]);
  await close();
});

test('a signature is laid on the request as it was, not on the one before', async () => {
  let asked = 0;
  const { send, request, requests, close } = await open(
    (_, response) => json(response, {}, ++asked < 3 ? 503 : 200),
    (unsigned) => ({
      ...unsigned,
      headers: { ...unsigned.headers, 'x-sign': `${unsigned.headers['x-sign'] ?? ''}s` },
    }),
  );
  const { sent } = await send(request(), { signal: never });
  expect(requests.map(({ headers }) => headers['x-sign'])).toEqual(['s', 's', 's']);
  expect(sent.headers['x-sign']).toBe('s');
  await close();
});

test('a fault of the auth, or a header that HTTP cannot carry, is no matter for a retry', async () => {
  const refusing = await open(
    (_, response) => json(response, {}),
    () => {
      throw new Error('no key');
    },
  );
  await expect(refusing.send(refusing.request(), { signal: never })).rejects.toThrow('no key');
  const { send, request, requests, close } = await open((_, response) => json(response, {}));
  await expect(send(request({ headers: { 'x-a': 'a\nb' } }), { signal: never })).rejects.toThrow(
    /holds a line feed/,
  );
  expect([...requests, ...refusing.requests]).toEqual([]);
  await close();
  await refusing.close();
});

test('a signal ends a request, and a wait between two', async () => {
  for (const listener of [
    () => {},
    (_: unknown, response: Parameters<typeof json>[0]) =>
      response.writeHead(503, { 'retry-after': '30' }).end(),
  ]) {
    const controller = new AbortController();
    const { send, request, requests, close } = await open(listener as Parameters<typeof serve>[0]);
    const ended = send(request(), { signal: controller.signal });
    const outcome = expect(ended).rejects.toThrow('enough');
    await expect.poll(() => requests.length).toBe(1);
    controller.abort(new Error('enough'));
    await outcome;
    await close();
  }
});
