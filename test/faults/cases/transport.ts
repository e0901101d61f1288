// What one bad server shows: the connection and the body.
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { all, always, cut, type FaultCase, first, page, text } from './case.ts';

export const transport: readonly FaultCase[] = [
  {
    fault: 'body shorter than its Content-Length',
    name: 'once',
    server: () => first(1, cut(page)),
    code: 0,
    records: all,
    requests: 2,
  },
  {
    fault: 'chunked body without its last chunk',
    name: 'once',
    server: () =>
      first(1, (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write(page, () => response.socket?.destroy());
      }),
    code: 0,
    records: all,
    requests: 2,
  },
  {
    fault: 'body cut short, ended by the connection',
    name: 'once',
    server: () =>
      first(1, (_, response) => {
        response.socket?.end(`HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${page.slice(0, 20)}`);
      }),
    code: 0,
    records: all,
    requests: 2,
  },
  ...(
    [
      ['gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ] as const
  ).flatMap(([encoding, compress]): FaultCase[] => {
    const whole = compress(page);
    const half = whole.subarray(0, whole.length >> 1);
    const headers = { 'content-encoding': encoding, 'content-length': String(half.length) };
    return [
      {
        fault: 'compressed body cut in half',
        name: `${encoding}, Content-Length right`,
        server: () => first(1, text(half, headers)),
        code: 0,
        records: all,
        requests: 2,
      },
      {
        fault: 'compressed body cut in half',
        name: `${encoding} that is whole`,
        server: always(text(whole, { 'content-encoding': encoding })),
        code: 0,
        records: all,
      },
      {
        fault: 'compressed body cut in half',
        name: `${encoding}, every time`,
        server: always(text(half, headers)),
        code: 5,
        says: /cut short or damaged/,
        requests: 4,
      },
    ];
  }),
  {
    fault: 'compression bomb',
    name: 'gzip of 5 MB',
    server: always(text(gzipSync(Buffer.alloc(5_000_000, 32)), { 'content-encoding': 'gzip' })),
    options: { client: { max_response_bytes: 100_000 } },
    code: 4,
    says: /max_response_bytes/,
    requests: 1,
  },
  {
    fault: 'connection reset',
    name: 'before the headers',
    server: () => first(1, (request) => request.socket.resetAndDestroy()),
    code: 0,
    records: all,
    requests: 2,
  },
  {
    fault: 'connection reset',
    name: 'in mid-body',
    server: () =>
      first(1, (request, response) => {
        response.writeHead(200, { 'content-length': '500' });
        response.write('{"data": [', () => setTimeout(() => request.socket.resetAndDestroy(), 20));
      }),
    code: 0,
    records: all,
    requests: 2,
  },
  {
    fault: 'one byte a second',
    name: 'ends by the total deadline',
    server: () =>
      first(1, (_, response) => {
        response.writeHead(200, { 'content-length': '500' });
        const timer = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(timer));
      }),
    options: { client: { retry: { initial_wait: 0.01 }, timeout: { total: 0.5 } } },
    code: 0,
    records: all,
  },
  {
    fault: 'one byte a second',
    name: 'one that stalls ends by the idle deadline',
    server: () =>
      first(1, (_, response) => {
        response.writeHead(200, { 'content-length': '500' });
        response.write(' ');
      }),
    options: { client: { retry: { initial_wait: 0.01 }, timeout: { idle: 0.3 } }, words: ['-v'] },
    code: 0,
    records: all,
    says: /stalled longer than timeout.idle/,
  },
  {
    fault: 'accepted, never answered',
    name: 'once',
    server: () => first(1, () => {}),
    options: { client: { retry: { initial_wait: 0.01 }, timeout: { headers: 0.3 } } },
    code: 0,
    records: all,
  },
];
