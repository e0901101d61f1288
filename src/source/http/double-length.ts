// Servers behind careless gateways say their Content-Length twice. undici's parser refuses that; RFC 9110, section 8.6,
// lets a reader take equal ones for one. Such an answer is asked for again over a connection whose head is mended.
import type { Socket } from 'node:net';
import { buildConnector, type Dispatcher, errors, Pool } from 'undici';

export type Request = (options: Dispatcher.RequestOptions) => Promise<Dispatcher.ResponseData>;

/**
 * @param request sends by the usual dispatcher
 * @param open makes the dispatcher for the origins that need mending; it goes the same way, proxies too
 */
export function mendDoubleLength(request: Request, open: (factory: typeof mendingPool) => Dispatcher) {
  const origins = new Set<string>();
  let dispatcher: Dispatcher | undefined;
  const mended: Request = (sent) => {
    dispatcher ??= open(mendingPool);
    return dispatcher.request(sent);
  };
  return {
    async request(sent: Dispatcher.RequestOptions) {
      const origin = String(sent.origin);
      if (origins.has(origin)) return mended(sent);
      try {
        return await request(sent);
      } catch (error) {
        // Before the headers are through there is no body that could have the wrong length.
        if (!(error instanceof errors.ResponseContentLengthMismatchError)) throw error;
        origins.add(origin);
        return mended(sent);
      }
    },
    close: async () => dispatcher?.destroy(),
  };
}

/** The connections to one origin, through a tunnel where its options lead through one. */
function mendingPool(origin: string | URL, options: object): Pool {
  const { connect } = options as Pool.Options;
  const connector = typeof connect === 'function' ? connect : buildConnector(connect ?? {});
  return new Pool(origin, {
    ...options,
    // One answer a connection: where the next head begins, only the parser knows.
    pipelining: 0,
    connect: (target, done) =>
      connector(target, (...result) => {
        const [, socket] = result;
        if (socket !== null) mendHead(socket);
        done(...result);
      }),
  });
}

// What the socket reads is held back until the head is whole.
function mendHead(socket: Socket): void {
  const push = socket.push.bind(socket);
  let head = Buffer.alloc(0);
  socket.push = (chunk: Buffer | null) => {
    if (chunk !== null) {
      head = Buffer.concat([head, chunk]);
      if (!head.includes('\r\n\r\n')) return true;
    }
    socket.push = push;
    const isWhole = push(withoutRepeatedLengths(head));
    return chunk === null ? push(null) : isWhole;
  };
}

function withoutRepeatedLengths(bytes: Buffer): Buffer {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return bytes;
  const seen = new Set<string>();
  const lines = bytes.toString('latin1', 0, end).split('\r\n');
  const kept = lines.flatMap((line) => {
    const list = /^content-length:\s*(\d+(?:\s*,\s*\d+)*)\s*$/i.exec(line)?.[1];
    if (list === undefined) return [line];
    const fresh = [...new Set(list.split(',').map((length) => length.trim()))].filter(
      (one) => !seen.has(one),
    );
    for (const length of fresh) seen.add(length);
    return fresh.map((length) => `content-length: ${length}`);
  });
  return Buffer.concat([Buffer.from(kept.join('\r\n'), 'latin1'), bytes.subarray(end)]);
}
