// Mistakes whose message must name their cause.
import type { ExtractOptions } from '../../helpers/extract.ts';
import { always, type FaultCase, ids, text } from './case.ts';

const other = 'answer in another format';
const formats: readonly FaultCase[] = [
  ['CSV', 'text/csv', 'id,name\n1,a\n2,b\n', /csv/i],
  ['CSV with a charset', 'text/csv; charset=utf-8', 'id;name\n1;a\n', /csv/i],
  ['JSON Lines', 'application/x-ndjson', '{"id":1}\n{"id":2}\n', /jsonl|JSON Lines|ndjson/i],
  ['JSON Lines, another name', 'application/jsonl', '{"id":1}\n{"id":2}\n', /jsonl|JSON Lines/i],
  ['JSON Lines that is called JSON', 'application/json', '{"id":1}\n{"id":2}\n', /jsonl|JSON Lines/i],
  ['XML', 'application/xml', '<?xml version="1.0"?><r><i id="1"/></r>', /xml/i],
  ['XML without a declaration', 'text/xml', '<rss><item/></rss>', /xml/i],
  ['Atom', 'application/atom+xml', '<feed xmlns="x"><entry/></feed>', /xml/i],
  ['JSONP', 'application/javascript', 'callback({"data":[{"id":1}]});', /jsonp/i],
  ['JSONP with a comment', 'text/javascript', '/**/cb_1({"data":[]})', /jsonp/i],
].map(([name, type, body, says]) => ({
  fault: other,
  name: name as string,
  server: always(text(body as string, { 'content-type': type as string })),
  code: 4,
  records: [],
  requests: 1,
  says: says as RegExp,
  never: /may be down/,
}));

const dated = (format: unknown, value = '"2024-01-01 00:00:00 +0200"') => ({
  server: always(text(`{"data":[{"at":${value}}]}`)),
  options: { resource: { columns: { at: { data_type: 'timestamp', format } } } },
});
const pattern = 'wrong date pattern';
const patterns: readonly FaultCase[] = [
  ...['bogus', 'epoch_x', 'epoch', 'YYYY-MM-DD QQ', 'yyyy/bb/dd', '', 'HH:mm:ss [open'].map(
    (format): FaultCase => ({
      fault: pattern,
      name: `"${format}"`,
      ...dated(format),
      code: 2,
      requests: 0,
      says: /columns\.at\.format/,
    }),
  ),
  {
    fault: pattern,
    name: 'one of a list',
    ...dated(['YYYY-MM-DD', 'bogus']),
    code: 2,
    requests: 0,
    says: /columns\.at\.format/,
  },
  {
    fault: pattern,
    name: 'no alarm: an offset',
    ...dated('YYYY-MM-DD HH:mm:ss ZZ'),
    code: 0,
    stdout: '{"at":"2023-12-31T22:00:00.000Z"}\n',
  },
  {
    fault: pattern,
    name: 'no alarm: an offset with a colon',
    ...dated('YYYY-MM-DD HH:mm:ss Z', '"2024-01-01 00:00:00 +02:00"'),
    code: 0,
    stdout: '{"at":"2023-12-31T22:00:00.000Z"}\n',
  },
  {
    fault: pattern,
    name: 'no alarm: the offset of the field report',
    ...dated('YYYY-MM-DD HH:mm:ss Z'),
    code: 0,
    stdout: '{"at":"2023-12-31T22:00:00.000Z"}\n',
  },
];

const words = 'dlt word that is not supported';
const good = always(text('{"data":[{"id":1},{"id":2}]}'));
/** Taken, or named in a notice or a refusal; never a stranger. */
const known = (name: string, options: ExtractOptions, code: number, says?: RegExp): FaultCase => ({
  fault: words,
  name,
  server: good,
  options,
  code,
  never: /unknown key|did you mean|missing/i,
  ...(code === 0 ? { records: ids(2) } : { requests: 0 }),
  ...(says === undefined ? {} : { says }),
});
const hints = {
  table_format: 'iceberg',
  file_format: 'parquet',
  references: [{ columns: ['id'], referenced_table: 'b', referenced_columns: ['id'] }],
  nested_hints: { a: { primary_key: 'id' } },
  parallelized: true,
};
const foreign: readonly FaultCase[] = [
  ...Object.entries(hints).map(([key, value]) =>
    known(`${key}: a notice`, { resource: { [key]: value } }, 0, new RegExp(key)),
  ),
  known('max_table_nesting', { resource: { max_table_nesting: 0 } }, 0),
  known('a merge strategy', { resource: { write_disposition: { disposition: 'replace' } } }, 0),
  known('a bare list of columns', { resource: { columns: [{ name: 'id', data_type: 'bigint' }] } }, 0),
  known('auth without a type', { client: { auth: { token: 'abc' } } }, 0),
  known('paginator: auto', { endpoint: { paginator: 'auto' } }, 0),
  known('paginator: {type: auto}', { endpoint: { paginator: { type: 'auto' } } }, 0),
  known('json_response', { endpoint: { paginator: { type: 'json_response', next_url_path: 'next' } } }, 0),
  known('a method in small letters', { endpoint: { method: 'get' } }, 0),
  known('session of the client', { client: { session: 'x' } }, 2, /session/),
  known(
    'an incremental parameter with a lag, and no key',
    {
      endpoint: { params: { since: { type: 'incremental', cursor_path: 'at', lag: 5 } } },
    },
    2,
    /incremental/,
  ),
];

export const misleading: readonly FaultCase[] = [...formats, ...patterns, ...foreign];
