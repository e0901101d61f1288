// An S3-speaking server for tests: s3rver, with what it lacks before it (conditional writes, unfinished uploads told and
// ended), and its objects read back behind penstock's back.
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import S3rver from 's3rver';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './temporary.ts';

export interface ServedStore {
  readonly url: string;
  /** What a process needs to reach it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Requests so far: method, key, and whether they were refused for a condition. */
  readonly requests: { readonly method: string; readonly target: string; readonly isRefused: boolean }[];
  /** Keys and texts below a prefix. */
  objects(prefix?: string): Promise<Map<string, string>>;
  put(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** Uploads that are neither finished nor aborted. */
  readonly uploads: ReadonlyMap<string, string>;
  /** Answers a request with this status in place of the store's answer, where it gives one. */
  fail: (method: string, target: string) => number | undefined;
  /** Whether conditions are looked at. */
  isConditional: boolean;
}

export const BUCKET = 'bucket';

export async function serveStore(): Promise<ServedStore> {
  const store = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: path.join(await temporaryDirectory(), 'store'),
    configureBuckets: [{ name: BUCKET, configs: [] }],
  });
  const { port } = await store.run();
  const uploads = new Map<string, string>();
  const requests: { method: string; target: string; isRefused: boolean }[] = [];
  // One write at a time, so that a condition and its write are one step.
  let last: Promise<unknown> = Promise.resolve();

  const forward = (request: IncomingMessage, body: Buffer, method = request.method) =>
    new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((resolve, reject) => {
      const { 'if-match': _match, 'if-none-match': _none, ...headers } = request.headers;
      const options = { port, host: '127.0.0.1', method, path: request.url, headers };
      const out = send(options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
        );
      });
      out.on('error', reject);
      out.end(method === 'HEAD' ? undefined : body);
    });

  const isMet = async (request: IncomingMessage): Promise<boolean> => {
    const { 'if-match': match, 'if-none-match': none } = request.headers;
    if (!served.isConditional || (match === undefined && none === undefined)) return true;
    const { hostname } = new URL(`http://${request.headers.host}`);
    const found = await plain('GET', request.url ?? '', hostname);
    return none === '*' ? found.status === 404 : found.status === 200 && found.headers.etag === match;
  };

  const plain = (method: string, target: string, _host = '', body?: string) =>
    new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((resolve, reject) => {
      const out = send({ port, host: '127.0.0.1', method, path: target }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
        );
      });
      out.on('error', reject);
      out.end(body);
    });

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: target = '' } = request;
    const query = new URL(target, 'http://x').searchParams;
    const failure = served.fail(method, target);
    if (failure !== undefined) return response.writeHead(failure).end();
    const upload = query.get('uploadId');
    if (method === 'GET' && query.has('uploads')) return response.writeHead(200).end(listed(uploads, query));
    if (method === 'DELETE' && upload !== null) {
      uploads.delete(upload);
      return response.writeHead(204).end();
    }
    if (method === 'PUT' && !(await isMet(request))) {
      requests.push({ method, target, isRefused: true });
      return response.writeHead(412).end(problem('PreconditionFailed'));
    }
    requests.push({ method, target, isRefused: false });
    const answer = await forward(request, Buffer.concat(chunks));
    const started = /<UploadId>(.*?)<\/UploadId>/.exec(answer.body.toString())?.[1];
    if (method === 'POST' && query.has('uploads') && started !== undefined)
      uploads.set(started, decodeURIComponent(new URL(target, 'http://x').pathname).slice(BUCKET.length + 2));
    if (method === 'POST' && upload !== null) uploads.delete(upload);
    const { 'transfer-encoding': _, ...headers } = answer.headers;
    response.writeHead(answer.status, headers).end(answer.body);
  };

  const server = createServer((request, response) => {
    const work = () => handle(request, response).catch((error) => response.destroy(error as Error));
    if (request.method === 'GET' || request.method === 'HEAD') work();
    else last = last.then(work);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await store.close();
  });
  const served: ServedStore = {
    url,
    environment: {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
    },
    requests,
    uploads,
    fail: () => undefined,
    isConditional: true,
    async objects(prefix = '') {
      const { body } = await plain(
        'GET',
        `/${BUCKET}?list-type=2&max-keys=1000&prefix=${encodeURIComponent(prefix)}`,
      );
      const keys = [...body.toString().matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = '']) => key);
      const texts = new Map<string, string>();
      for (const key of keys.sort()) {
        const found = await plain('GET', `/${BUCKET}/${encodeURI(key)}`);
        texts.set(key, found.body.toString());
      }
      return texts;
    },
    async put(key, text) {
      await plain('PUT', `/${BUCKET}/${encodeURI(key)}`, '', text);
    },
    async remove(key) {
      await plain('DELETE', `/${BUCKET}/${encodeURI(key)}`);
    },
  };
  return served;
}

function listed(uploads: ReadonlyMap<string, string>, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const entries = [...uploads]
    .filter(([, key]) => key.startsWith(prefix))
    .map(([id, key]) => `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`);
  return `<?xml version="1.0"?><ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${entries.join('')}</ListMultipartUploadsResult>`;
}

function problem(code: string): string {
  return `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
}
