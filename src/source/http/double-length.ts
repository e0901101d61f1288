// Servers behind careless gateways say their Content-Length twice. undici's parser refuses that; RFC 9110, section 8.6,
// lets a reader take equal ones for one. Such an answer is asked for again over a connection whose head is mended.
import type { Socket } from 'node:net';
import { Agent, buildConnector, type Dispatcher, errors } from 'undici';

export type Request = (options: Dispatcher.RequestOptions) => Promise<Dispatcher.ResponseData>;

type Options = Omit<Agent.Options, 'connect'> & { readonly connect: buildConnector.BuildOptions };

/**
 * @param request sends by the usual dispatcher
 * @param options of a dispatcher for the origins that need mending
 */
export function mendDoubleLength(request: Request, options: Options) {
  const origins = new Set<string>();
  let agent: Agent | undefined;
  const mended: Request = (sent) => {
    agent ??= createMendingAgent(options);
    return agent.request(sent);
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
    close: async () => agent?.destroy(),
  };
}

function createMendingAgent(options: Options): Agent {
  const connect = buildConnector(options.connect);
  return new Agent({
    ...options,
    // One answer a connection: where the next head begins, only the parser knows.
    pipelining: 0,
    connect: (target, done) =>
      connect(target, (...result) => {
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
