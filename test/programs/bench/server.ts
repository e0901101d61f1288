// The API of the benchmarks, a process of its own: flat CRM records of about 450 bytes, pages made beforehand so that
// the server is never what is measured.
//   GET /<resource>?cursor=<from>          a cursor chain
//   GET /<resource>?offset=<from>&limit=   counted pages
// Options as JSON in the first argument; prints its address.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface ServerOptions {
  /** Of each resource. */
  readonly records: number;
  readonly perPage: number;
  /** Milliseconds before each answer. */
  readonly latency: number;
}

const ID_DIGITS = 10;
const digits = (value: number) => String(value).padStart(ID_DIGITS, '0');

const FIRST = ['Zoë', 'Jürgen', 'Aline', 'Marta', 'Søren', 'Ivan', '美咲', 'Chloé'];
const LAST = ['Müller', 'O’Neill', 'Smith', 'García', 'Nowak', 'Ångström', 'Brown', 'Lee'];
const CITY = ['Köln', 'Porto', 'Leeds', 'Malmö', 'Austin', 'Kraków'];

/** One record; its id is replaced in the bytes. */
function recordText(i: number): string {
  const first = FIRST[i % FIRST.length] ?? '';
  const last = LAST[(i * 7) % LAST.length] ?? '';
  return JSON.stringify({
    id: `c${digits(0)}`,
    number: 100_000 + (i % 800_000),
    first_name: first,
    last_name: last,
    email: `person${i % 1000}.${i % 7}@example.com`,
    phone: `+49 30 ${1_000_000 + (i % 1_000_000)}`,
    company: `Company ${i % 300} Ltd`,
    city: CITY[i % CITY.length],
    is_active: i % 3 !== 0,
    score: (i % 1000) / 8,
    visits: i % 97,
    tags: i % 4 === 0 ? ['lead', 'newsletter'] : [],
    owner_id: i % 5 === 0 ? null : `u${i % 50}`,
    created_at: `2024-0${1 + (i % 9)}-1${i % 10}T07:08:${10 + (i % 50)}.123Z`,
    updated_at: `2025-0${1 + (i % 9)}-2${i % 9}T17:28:${10 + (i % 50)}+02:00`,
    note: i % 6 === 0 ? 'asked for “prices”, call back' : '',
  });
}

/** A full page as bytes, and where its ids stand. */
function template(count: number) {
  const parts: Buffer[] = [Buffer.from('{"data":[')];
  const places: number[] = [];
  let length = parts[0]?.length ?? 0;
  for (let i = 0; i < count; i += 1) {
    const record = Buffer.from(`${i === 0 ? '' : ','}${recordText(i)}`);
    places.push(length + record.indexOf('"c') + 2);
    parts.push(record);
    length += record.length;
  }
  return { bytes: Buffer.concat(parts, length), places };
}

const options: ServerOptions = JSON.parse(process.argv[2] ?? '{}');
const { records, perPage, latency } = options;
const full = template(Math.min(perPage, records));

function page(from: number, size: number): Buffer {
  const count = Math.max(0, Math.min(size, perPage, records - from));
  const end =
    count < full.places.length ? (full.places[count] ?? 0) - '{"id":"c'.length - 1 : full.bytes.length;
  const next = from + count < records ? `"c${digits(from + count)}"` : 'null';
  const tail = Buffer.from(`],"total":${records},"next":${next}}`);
  const head = count === 0 ? Buffer.from('{"data":[') : full.bytes.subarray(0, end);
  const body = Buffer.concat([head, tail]);
  for (let i = 0; i < count; i += 1) body.write(digits(from + i), full.places[i] ?? 0, 'latin1');
  return body;
}

const server = createServer((request, response) => {
  const arrived = performance.now();
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const offset = searchParams.get('offset');
  const from = offset === null ? Number((searchParams.get('cursor') ?? 'c0').slice(1)) : Number(offset);
  const body = page(from, Number(searchParams.get('limit') ?? perPage));
  const answer = () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  };
  // The page is made while the request is on its way: the latency is the network's, not the server's work on top.
  const left = latency - (performance.now() - arrived);
  if (left > 0) setTimeout(answer, left);
  else answer();
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
