// What careless servers and odd settings do to one exchange.

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { penstock } from '../../helpers/cli.ts';
import { extract } from '../../helpers/extract.ts';
import { json } from '../../helpers/serve.ts';
import { pipelineFile } from '../../helpers/temporary.ts';

const body = '{"data":[{"id":1}]}';

/** A server that answers each request with these bytes. */
async function raw(answer: string, client: object = {}) {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => socket.end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const file = await pipelineFile({
    client: {
      base_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      retry: { initial_wait: 0.001, max_retries: 1 },
      ...client,
    },
    resources: [{ name: 'things', endpoint: { data_selector: 'data' } }],
  });
  return penstock(['run', file]);
}

const length = body.length;

test('headers of 200 KB are read, beyond max_header_bytes the key is named', async () => {
  const big = (kilobytes: number) =>
    `HTTP/1.1 200 OK\r\nX-Big: ${'x'.repeat(kilobytes * 1024)}\r\nContent-Length: ${length}\r\n\r\n${body}`;
  expect(await raw(big(200))).toMatchObject({ code: 0 });
  expect(await raw(big(300))).toMatchObject({ code: 4, stderr: expect.stringMatching(/max_header_bytes/) });
  expect(await raw(big(300), { max_header_bytes: 400 * 1024 })).toMatchObject({ code: 0 });
});

test('durations are taken as written: fractions of milliseconds, and months', async () => {
  const month = 30 * 86_400;
  for (const timeout of [
    { connect: 1.0001, headers: 1.001, idle: 1.0007, total: 2.0003 },
    { connect: month, headers: month, idle: month, total: month },
  ]) {
    const outcome = await extract(
      (_, response) => {
        setTimeout(() => json(response, body), 20);
      },
      { client: { timeout, retry: { max_retries: 0 } } },
    );
    expect(outcome.code, outcome.stderr).toBe(0);
  }
});

test('one attempt with a broken body is one request in the log', async () => {
  let asked = 0;
  const outcome = await extract(
    (_, response) => {
      asked += 1;
      json(response, asked === 1 ? '{"data":' : body);
    },
    { words: ['-v', '--log-format', 'json'] },
  );
  expect(outcome.code).toBe(0);
  const events = outcome.stderr.split('\n').filter((line) => line.includes('"kind":"request"'));
  expect(events.map((line) => JSON.parse(line).status)).toEqual([200, 200]);
});
