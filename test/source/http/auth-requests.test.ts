// Requests of the auths themselves: any answer comes back, only what the retry rules name is asked for again.
import { expect, test } from 'vitest';
import type { ClientPlan } from '../../../src/config/pipeline.ts';
import { planOf } from '../../../src/language/load-plan.ts';
import { createAuthSender } from '../../../src/source/http/auth-requests.ts';
import { createTransport } from '../../../src/source/http/transport.ts';
import { json, serve } from '../../helpers/serve.ts';

const never = new AbortController().signal;

async function send(
  listener: Parameters<typeof serve>[0],
  headers: Record<string, string> = {},
  client: object = {},
) {
  const served = await serve(listener);
  const retry = { initial_wait: 0.001, max_retries: 2 };
  const written = { client: { base_url: served.url, retry, ...client }, resources: ['things'] };
  const plan = planOf(written, { environment: {} }).client as ClientPlan;
  const transport = createTransport(plan, {});
  const ask = createAuthSender({ transport, retry: plan.retry, emit: () => {} }, never);
  const request = { method: 'POST', url: new URL(`${served.url}/token`), headers, body: 'a=1' };
  const answer = await ask(request).catch((error: unknown) => error);
  await transport.close();
  return { answer, requests: served.requests };
}

test.each([200, 302, 400, 401, 403, 404])('HTTP %i comes back as it is, once', async (status) => {
  const { answer, requests } = await send((_, response) =>
    json(response.setHeader('location', '/b'), { a: 1 }, status),
  );
  expect(answer).toMatchObject({ status, body: { a: 1 }, text: '{"a":1}', headers: { location: '/b' } });
  expect(requests).toHaveLength(1);
});

test('what is no JSON has words and no body', async () => {
  const { answer } = await send((_, response) => response.writeHead(400).end('the tenant\nis closed'));
  expect(answer).toMatchObject({ body: undefined, text: 'the tenant is closed' });
});

test('503 is asked for again, and an error in the end', async () => {
  let asked = 0;
  const mended = await send((_, response) => json(response, {}, ++asked < 3 ? 503 : 200));
  expect(mended.answer).toMatchObject({ status: 200 });
  const { answer, requests } = await send((_, response) => json(response, {}, 503));
  expect(answer).toMatchObject({ name: 'TransientError' });
  expect(requests).toHaveLength(3);
});

test('its own headers go before the usual ones', async () => {
  const { requests } = await send((_, response) => json(response, {}), { accept: 'x/y' });
  expect(requests[0]?.headers).toMatchObject({ accept: 'x/y', 'user-agent': 'penstock' });
});

test('where no answer can be taken the address is named', async () => {
  const { answer } = await send(
    (_, response) => json(response, { long: 'x'.repeat(5000) }),
    {},
    { max_response_bytes: 1000 },
  );
  expect(answer).toMatchObject({
    name: 'SourceError',
    message: expect.stringMatching(/^POST http:\S+\/token: .*max_response_bytes/),
  });
});
