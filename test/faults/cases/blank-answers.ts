// Answers that say that all is well, and hold nothing that could be read.
import type { RequestListener } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { json, queryOf } from '../../helpers/serve.ts';
import { all, always, type FaultCase, first, ids, pages, text } from './case.ts';

const blank = 'blank answer with 200';
const nothing = Buffer.alloc(0);

const blanks: Record<string, RequestListener> = {
  'Content-Length: 0': text('', { 'content-length': '0' }),
  'no chunk': (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(),
  'white space': text(' \n\t '),
  'line feeds': text('\r\n\r\n'),
  'gzip of nothing': text(gzipSync(nothing), { 'content-encoding': 'gzip' }),
  'deflate of nothing': text(deflateSync(nothing), { 'content-encoding': 'deflate' }),
  'brotli of nothing': text(brotliCompressSync(nothing), { 'content-encoding': 'br' }),
  'gzip of white space': text(gzipSync('  \n'), { 'content-encoding': 'gzip' }),
  'a lone byte order mark': text('\uFEFF'),
  'a byte order mark and white space': text('\uFEFF \n'),
};

/** Page 2 of 3 is answered in another way at first. */
const inMidChain = (bad: RequestListener, times: number) => () => {
  let count = 0;
  const good = pages(3, () => ({}));
  const listener: RequestListener = (request, response) => {
    const isBad = queryOf(request).get('page') === '2' && count < times;
    count += isBad ? 1 : 0;
    return (isBad ? bad : good)(request, response);
  };
  return listener;
};

const counted = { paginator: { type: 'page_number', base_page: 1 } };

const notReady: Record<string, RequestListener> = {
  'without a body': (_, response) => response.writeHead(202).end(),
  'with a state': (_, response) => json(response, { status: 'pending', data: [] }, 202),
  'with a time to come back': (_, response) => response.writeHead(202, { 'retry-after': '0' }).end(),
  'with a text': (_, response) => response.writeHead(202, { 'content-type': 'text/plain' }).end('queued'),
};

export const blankAnswers: readonly FaultCase[] = [
  ...Object.entries(blanks).flatMap(([name, bad]): FaultCase[] => [
    { fault: blank, name: `${name}, once`, server: () => first(1, bad), code: 0, records: all, requests: 2 },
    { fault: blank, name: `${name}, every time`, server: always(bad), code: 5, eventually: all, requests: 4 },
    {
      fault: blank,
      name: `${name}, once in mid-chain`,
      server: inMidChain(bad, 1),
      options: { endpoint: counted },
      code: 0,
      records: ids(6),
    },
    {
      fault: blank,
      name: `${name}, always in mid-chain`,
      server: inMidChain(bad, 100),
      options: { endpoint: counted },
      code: 5,
      eventually: ids(6),
      says: /page 2/,
    },
  ]),
  ...Object.entries(notReady).flatMap(([name, bad]): FaultCase[] => [
    {
      fault: '202, not ready yet',
      name: `${name}, twice`,
      server: () => first(2, bad),
      code: 0,
      records: all,
      requests: 3,
    },
    {
      fault: '202, not ready yet',
      name: `${name}, for ever`,
      server: always(bad),
      code: 5,
      eventually: all,
      says: /202/,
    },
  ]),
];
