// One exchange over a socket, by undici: status, headers and the decoded body, or a fault.
import { Agent, type Dispatcher, EnvHttpProxyAgent, errors } from 'undici';
import type { ClientPlan } from '../../config/pipeline.ts';
import { ACCEPTED_ENCODINGS, decompress, tooLarge } from './body.ts';
import { FaultError, transportFault } from './fault.ts';
import type { OutgoingRequest } from './request.ts';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Decompressed. */
  readonly bytes: Buffer;
}

export interface Transport {
  exchange(request: OutgoingRequest, signal: AbortSignal): Promise<RawAnswer>;
  close(): Promise<void>;
}

/** @param environment for the proxy variables */
export function createTransport(
  client: Pick<ClientPlan, 'timeout' | 'max_response_bytes'>,
  environment: Readonly<Record<string, string | undefined>>,
): Transport {
  const dispatcher = createDispatcher(client.timeout, environment);
  return {
    async exchange(request, signal) {
      const deadline = startDeadline(client.timeout.total, signal);
      try {
        return await exchange(dispatcher, request, client.max_response_bytes, deadline.signal);
      } catch (error) {
        if (error instanceof FaultError || signal.aborted) throw error;
        throw new FaultError(deadline.fault() ?? transportFault(error), error);
      } finally {
        deadline.stop();
      }
    },
    close: () => dispatcher.destroy(),
  };
}

function createDispatcher(
  timeout: ClientPlan['timeout'],
  environment: Readonly<Record<string, string | undefined>>,
): Dispatcher {
  const options = {
    connect: { timeout: timeout.connect * 1000 },
    headersTimeout: timeout.headers * 1000,
    bodyTimeout: timeout.idle * 1000,
  };
  const read = (name: string) => environment[name.toLowerCase()] || environment[name];
  const [httpProxy, httpsProxy] = [read('HTTP_PROXY'), read('HTTPS_PROXY')];
  if (httpProxy === undefined && httpsProxy === undefined) return new Agent(options);
  // A proxy for the world is never meant for this machine itself.
  const noProxy = [read('NO_PROXY'), 'localhost', '127.0.0.1', '[::1]'].filter(Boolean).join(',');
  return new EnvHttpProxyAgent({ ...options, httpProxy, httpsProxy, noProxy });
}

async function exchange(
  dispatcher: Dispatcher,
  request: OutgoingRequest,
  most: number,
  signal: AbortSignal,
): Promise<RawAnswer> {
  const answer = await requestOnceMoreIfStale(dispatcher, {
    origin: request.url.origin,
    path: `${request.url.pathname}${request.url.search}`,
    method: request.method as Dispatcher.HttpMethod,
    headers: { 'accept-encoding': ACCEPTED_ENCODINGS, ...request.headers },
    body: request.body ?? null,
    signal,
  });
  const headers = flatten(answer.headers);
  const raw = await readBody(answer.body as AsyncIterable<Buffer>, Number(headers['content-length']), most);
  return {
    status: answer.statusCode,
    headers,
    bytes: await decompress(raw, headers['content-encoding'], most),
  };
}

/** @param announced Content-Length; NaN where there is none */
async function readBody(body: AsyncIterable<Buffer>, announced: number, most: number): Promise<Buffer> {
  if (announced > 0 && announced <= most) return readAnnounced(body, announced);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) throw tooLarge(most);
    chunks.push(chunk);
  }
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, size);
}

// Each piece goes to its place as it comes: joined at the end, they would be held twice.
async function readAnnounced(body: AsyncIterable<Buffer>, announced: number): Promise<Buffer> {
  const whole = Buffer.allocUnsafeSlow(announced);
  let size = 0;
  for await (const chunk of body) {
    if (size + chunk.length > announced) break;
    size += chunk.copy(whole, size);
  }
  if (size === announced) return whole;
  const message = 'the body is not as long as its Content-Length';
  throw new FaultError({ kind: 'body', isRetryable: true, message });
}

// A kept-alive socket that the server closed meanwhile says nothing about the server: one new connection, unsaid.
async function requestOnceMoreIfStale(dispatcher: Dispatcher, options: Dispatcher.RequestOptions) {
  try {
    return await dispatcher.request(options);
  } catch (error) {
    if (!isStaleSocket(error)) throw error;
    return dispatcher.request(options);
  }
}

// The socket had answered before, and closed without a byte of this answer's headers.
function isStaleSocket(error: unknown): boolean {
  return error instanceof errors.SocketError && (error.socket?.bytesRead ?? 0) > 0;
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

// Not AbortSignal.any: on Node 20 each of its signals stays tied to the run's own until the end.
function startDeadline(seconds: number, outer: AbortSignal) {
  const controller = new AbortController();
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort();
  }, seconds * 1000);
  const pass = () => controller.abort();
  if (outer.aborted) pass();
  else outer.addEventListener('abort', pass, { once: true });
  return {
    signal: controller.signal,
    fault: () =>
      isOver
        ? { kind: 'timeout' as const, isRetryable: true, message: 'no complete answer within timeout.total' }
        : undefined,
    stop: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', pass);
    },
  };
}
