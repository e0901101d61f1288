// One resource against a server that answers each request with given bytes.

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { lines, penstock } from './cli.ts';
import { type Extraction, extract } from './extract.ts';
import { pipelineFile } from './temporary.ts';

export interface Body {
  readonly bytes: string | Buffer;
  readonly type?: string;
  readonly status?: number;
}

/** Reads bodies one after the other, the last one for all further requests. */
export function extractBodies(
  format: string,
  bodies: readonly (Body | string)[],
  endpoint: object = {},
): Promise<Extraction> {
  let asked = 0;
  return extract(
    (_, response) => {
      const body = bodies[Math.min(asked, bodies.length - 1)] ?? '';
      asked += 1;
      const { bytes, type, status = 200 } = typeof body === 'string' ? { bytes: body } : (body as Body);
      response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(bytes);
    },
    {
      client: { response_format: format, retry: { initial_wait: 0.001, max_retries: 2 } },
      endpoint: { data_selector: undefined, ...endpoint },
    },
  );
}

/** Reads bodies whose end nothing but the close of the connection tells. */
export async function extractUnframed(format: string, bodies: readonly string[]) {
  let asked = 0;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      const body = bodies[Math.min(asked, bodies.length - 1)];
      asked += 1;
      socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${body}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const base_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const file = await pipelineFile({
    client: { base_url, response_format: format, retry: { initial_wait: 0.001, max_retries: 2 } },
    resources: ['things'],
  });
  const outcome = await penstock(['run', file]);
  return { ...outcome, records: lines(outcome.stdout), asked };
}
