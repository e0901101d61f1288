// FAULTS.md: data.
import { json } from '../../helpers/serve.ts';
import { always, type FaultCase, text } from './case.ts';

export const data: readonly FaultCase[] = [
  {
    name: '44 integers beyond 2^53',
    server: always(
      text('{"data":[{"id":9007199254740993,"n":{"deep":[-9223372036854775808]}},{"id":9007199254740992}]}'),
    ),
    options: { resource: { primary_key: 'id' } },
    code: 0,
    stdout: '{"id":9007199254740993,"n":{"deep":[-9223372036854775808]}}\n{"id":9007199254740992}\n',
  },
  { name: '45 1e400', server: always(text('{"data":[{"id":1e400}]}')), code: 5, says: /beyond the range/ },
  {
    name: '45 Infinity',
    server: always(text('{"data":[{"id":-Infinity}]}')),
    code: 5,
    says: /not JSON/,
  },
  { name: '45 NaN', server: always(text('{"data":[{"id":NaN}]}')), code: 5, says: /not JSON/ },
  {
    name: '46 keys __proto__, constructor, toString',
    server: always(text('{"data":[{"id":1,"__proto__":{"polluted":1},"constructor":2,"toString":3}]}')),
    options: { resource: { primary_key: 'id' } },
    code: 0,
    stdout: '{"id":1,"__proto__":{"polluted":1},"constructor":2,"toString":3}\n',
  },
  {
    name: '47 nesting 100,000 deep',
    server: always(text(`{"data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)),
    code: 5,
    says: /nested deeper/,
  },
  {
    name: '48 keys that collide after renaming',
    server: always(text('{"data":[{"fooBar":1,"foo_bar":2}]}')),
    options: { resource: { naming: 'snake_case' } },
    code: 4,
    says: /collides/,
  },
  ...['{"a":1}', '{"id":null}', '{"id":{"x":1}}', '{"id":""}'].map(
    (record): FaultCase => ({
      name: `50 key of ${record}`,
      server: always(text(`{"data":[${record}]}`)),
      options: { resource: { primary_key: 'id' } },
      code: 4,
      says: /rejected.*no key/,
    }),
  ),
  {
    name: '63 escape sequences in server text',
    server: always((_, response) => json(response, '"\u001b[31mred\u001b]0;title\u0007"', 400)),
    code: 4,
    says: /HTTP 400/,
  },
];
