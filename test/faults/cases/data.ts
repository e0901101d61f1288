// What one bad server shows: data.
import { json } from '../../helpers/serve.ts';
import { always, type FaultCase, text } from './case.ts';

export const data: readonly FaultCase[] = [
  {
    fault: 'integers beyond 2^53',
    name: 'in ids and deep inside',
    server: always(
      text('{"data":[{"id":9007199254740993,"n":{"deep":[-9223372036854775808]}},{"id":9007199254740992}]}'),
    ),
    options: { resource: { primary_key: 'id' } },
    code: 0,
    stdout: '{"id":9007199254740993,"n":{"deep":[-9223372036854775808]}}\n{"id":9007199254740992}\n',
  },
  {
    fault: 'NaN, Infinity, 1e400',
    name: '1e400',
    server: always(text('{"data":[{"id":1e400}]}')),
    code: 5,
    says: /beyond the range/,
  },
  {
    fault: 'NaN, Infinity, 1e400',
    name: '-Infinity',
    server: always(text('{"data":[{"id":-Infinity}]}')),
    code: 5,
    says: /not JSON/,
  },
  {
    fault: 'NaN, Infinity, 1e400',
    name: 'NaN',
    server: always(text('{"data":[{"id":NaN}]}')),
    code: 5,
    says: /not JSON/,
  },
  {
    fault: 'keys of prototypes',
    name: 'all of them',
    server: always(text('{"data":[{"id":1,"__proto__":{"polluted":1},"constructor":2,"toString":3}]}')),
    options: { resource: { primary_key: 'id' } },
    code: 0,
    stdout: '{"id":1,"__proto__":{"polluted":1},"constructor":2,"toString":3}\n',
  },
  {
    fault: 'huge values',
    name: 'nesting 100,000 deep',
    server: always(text(`{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)),
    code: 5,
    says: /nested deeper/,
  },
  {
    fault: 'names that collide after renaming',
    name: 'fooBar, foo_bar',
    server: always(text('{"data":[{"fooBar":1,"foo_bar":2}]}')),
    options: { resource: { naming: 'snake_case' } },
    code: 4,
    says: /collides/,
  },
  ...['{"a":1}', '{"id":null}', '{"id":{"x":1}}', '{"id":""}'].map(
    (record): FaultCase => ({
      fault: 'odd key',
      name: `${record}`,
      server: always(text(`{"data":[${record}]}`)),
      options: { resource: { primary_key: 'id' } },
      code: 4,
      says: /rejected.*no key/,
    }),
  ),
  {
    fault: 'terminal escapes in server text',
    name: 'in an error body',
    server: always((_, response) => json(response, '"\u001b[31mred\u001b]0;title\u0007"', 400)),
    code: 4,
    says: /HTTP 400/,
  },
  {
    fault: 'names that collide after renaming',
    name: 'a column from elsewhere beside a field of its name: both are kept',
    server: always(text('{"data":[{"id":1,"title":{"raw":"a"},"modified":1,"modified_gmt":2}]}')),
    options: {
      resource: {
        columns: {
          id: { data_type: 'bigint' },
          title: { data_type: 'text', from: 'title.raw' },
          modified: { data_type: 'bigint', from: 'modified_gmt' },
        },
      },
    },
    code: 0,
    says: /modified/,
  },
];
