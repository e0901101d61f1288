// One exchange over a socket, by undici: status, headers and the decoded body, or a fault.
import { type Dispatcher, errors } from 'undici';
import type { ClientPlan } from '../../config/pipeline.ts';
import { openDeadline } from '../../core/scope.ts';
import { ACCEPTED_ENCODINGS, decompress, tooLarge } from './decompress.ts';
import { createDispatcher, dispatcherOptions } from './dispatcher.ts';
import { mendDoubleLength, type Request } from './double-length.ts';
import { type LongBody, receive } from './long-body.ts';
import type { OutgoingRequest } from './request.ts';
import { Spool } from './spool.ts';
import { transportFault } from './transport-fault.ts';
import { Fault } from './verdict.ts';

const TOO_LATE = new Fault({
  kind: 'retry',
  reason: 'no complete answer within timeout.total',
  strain: 'overload',
});

export interface RawAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Decompressed. */
  readonly bytes: Buffer;
  /** Where a long body lies, as it was sent; then there are no bytes. */
  readonly long?: LongBody;
  /** False where nothing but the end of the connection said that the body is whole. */
  readonly isEndCertain: boolean;
}

export interface Transport {
  /**
   * @param isStreamed whether a long body is kept in a file, whatever its length
   * @throws Fault; the signal's reason when it ends the exchange
   */
  exchange(request: OutgoingRequest, signal: AbortSignal, isStreamed: boolean): Promise<RawAnswer>;
  close(): Promise<void>;
}

/**
 * @param environment for the proxy variables
 * @throws ConfigError for a proxy that is no address
 */
export function createTransport(
  client: Pick<ClientPlan, 'timeout' | 'max_response_bytes' | 'max_header_bytes'>,
  environment: Readonly<Record<string, string | undefined>>,
): Transport {
  const options = dispatcherOptions(client);
  const dispatcher = createDispatcher(options, environment);
  const mending = mendDoubleLength(
    (sent) => requestOnceMoreIfStale(dispatcher, sent),
    (factory) => createDispatcher({ ...options, factory }, environment),
  );
  const { timeout, max_response_bytes: most } = client;
  const spool = new Spool();
  return {
    async exchange(request, signal, isStreamed) {
      const deadline = openDeadline(signal, timeout.total, TOO_LATE);
      try {
        const kept = isStreamed ? spool : undefined;
        return await exchange(mending.request, request, { most, spool: kept }, deadline.signal);
      } catch (error) {
        if (signal.aborted) throw error;
        if (deadline.signal.aborted) throw TOO_LATE;
        throw error instanceof Fault ? error : new Fault(transportFault(error), error);
      } finally {
        deadline.close();
      }
    },
    async close() {
      await Promise.all([dispatcher.destroy(), mending.close()]);
      await spool.close();
    },
  };
}

async function exchange(
  send: Request,
  request: OutgoingRequest,
  { most, spool }: { readonly most: number; readonly spool: Spool | undefined },
  signal: AbortSignal,
): Promise<RawAnswer> {
  const answer = await send({
    origin: request.url.origin,
    path: `${request.url.pathname}${request.url.search}`,
    method: request.method as Dispatcher.HttpMethod,
    headers: { 'accept-encoding': ACCEPTED_ENCODINGS, ...request.headers },
    body: request.body ?? null,
    signal,
  });
  const headers = flatten(answer.headers);
  const status = answer.statusCode;
  const body = answer.body as AsyncIterable<Buffer>;
  const announced = Number(headers['content-length']);
  const encodings = headers['content-encoding'];
  const isFramed = 'content-length' in headers || 'transfer-encoding' in headers;
  const isOk = status >= 200 && status < 300;
  const received =
    spool !== undefined && isOk
      ? await receive(body, encodings !== undefined, spool)
      : { bytes: await readBody(body, announced, most) };
  if ('file' in received) {
    if (isFramed && received.size !== (announced || received.size)) throw WRONG_LENGTH;
    return { status, headers, bytes: Buffer.alloc(0), long: received, isEndCertain: isFramed };
  }
  const bytes = await decompress(received.bytes, encodings, most);
  // Compressed bytes know their own end.
  return { status, headers, bytes, isEndCertain: isFramed || bytes !== received.bytes };
}

const WRONG_LENGTH = new Fault({ kind: 'retry', reason: 'the body is not as long as its Content-Length' });

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
  throw WRONG_LENGTH;
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
    if (value === undefined) continue;
    // A length, type or wait that is said twice is still one; a cookie holds commas of its own.
    const between = name === 'set-cookie' ? '\n' : ', ';
    flat[name] = Array.isArray(value) ? [...new Set(value)].join(between) : value;
  }
  return flat;
}
