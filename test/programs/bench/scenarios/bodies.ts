// Bodies that are as large as a page can be: how much memory they take.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createGzip } from 'node:zlib';
import { root, startApi } from '../api.ts';
import { loop, named, penstock } from '../contenders.ts';
import { contest, median, sample, valuesOf } from '../contest.ts';
import { below, detailsOf, type Line, type Scenario, two } from './section.ts';

const MB = 1024 * 1024;

export const bigPage: Scenario = async ({ rounds }) => {
  const size = 65;
  const small = await startApi({ records: 1, perPage: 1 });
  const large = await startApi({ records: 150_000, perPage: 150_000 });
  const contenders = [
    named(penstock(small.url), 'one record'),
    penstock(large.url),
    loop('fetch', large.url),
  ];
  const results = await contest(contenders, Math.min(rounds, 3));
  small.close();
  large.close();
  const base = median(valuesOf(results[0], 'rss'));
  const what = (name: string) => `a page of 65 MB: memory above the base, in times its size: ${name}`;
  const times = results.slice(1).map((result) => (median(valuesOf(result, 'rss')) - base) / size);
  const [ours = Number.NaN, theirs = Number.NaN] = times;
  return {
    lines: [
      below(what('penstock'), 2.5, '', ours, 2),
      { what: what('fetch loop'), bar: '', measured: two(theirs), isMet: undefined },
    ],
    details: detailsOf('big page', results),
  };
};

/** Just under the default cap of 256 MB. */
const BOMBS = {
  'of records': async function* () {
    yield '{"data":[';
    const text = 'x'.repeat(980);
    for (let id = 0; id < 254_000; id += 1) yield `${id === 0 ? '' : ','}{"id":"c${id}","note":"${text}"}`;
    yield '],"next":null}';
  },
  'of blanks': async function* () {
    yield '{"data":[],"next":null}';
    for (let i = 0; i < 255; i += 1) yield ' '.repeat(MB);
  },
};

const RESOURCE = {
  name: 'things',
  primary_key: 'id',
  endpoint: { path: 'things', data_selector: 'data', paginator: 'single_page' },
};

export const gzipBomb: Scenario = async () => {
  const lines: Line[] = [];
  for (const [title, text] of Object.entries(BOMBS)) {
    const chunks: Buffer[] = [];
    const gzip = createGzip({ level: 1 });
    const packed = (async () => {
      for await (const chunk of gzip) chunks.push(chunk);
    })();
    for await (const part of text())
      if (!gzip.write(part)) await new Promise((resolve) => gzip.once('drain', resolve));
    gzip.end();
    await packed;
    const body = Buffer.concat(chunks);
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { rss = Number.NaN } = await sample({
      name: 'penstock',
      command: (scratch) => {
        const file = path.join(scratch, 'bench.json');
        writeFileSync(file, JSON.stringify({ client: { base_url: url }, resources: [RESOURCE] }));
        return [process.execPath, path.join(root, 'dist/src/bin.js'), 'run', file, '-q'];
      },
    });
    server.close();
    server.closeAllConnections();
    lines.push(below(`a gzip body just under the cap of 256 MB, ${title}: peak memory`, 400, ' MB', rss));
  }
  return { lines, details: [] };
};
