// Records under one key that are not the same: which one stays is no secret.
import { json, queryOf } from '../../helpers/serve.ts';
import { always, type FaultCase, text } from './case.ts';

const router = { type: 'list', values: ['a', 'b'], cursor_field: 'org' };
const perPartition = (record: (org: string) => object) =>
  always((request, response) => json(response, { data: [record(queryOf(request).get('org') ?? '')] }));

const differ = 'equal keys, different records';
export const equalKeys: readonly FaultCase[] = [
  {
    fault: differ,
    name: 'ids that are unique in a partition alone',
    server: perPartition((org) => ({ id: 1, org })),
    options: { endpoint: { partition_router: router }, resource: { primary_key: 'id' }, words: ['-q'] },
    code: 0,
    records: [{ id: 1, org: 'a' }],
    says: /differ/,
  },
  {
    fault: differ,
    name: 'deep inside',
    server: always(text('{"data":[{"id":1,"a":{"b":[1,2]}},{"id":1,"a":{"b":[1,3]}}]}')),
    options: { resource: { primary_key: 'id' }, words: ['-q'] },
    code: 0,
    records: [{ id: 1, a: { b: [1, 2] } }],
    says: /differ/,
  },
  {
    fault: differ,
    name: 'a key of two columns',
    server: always(text('{"data":[{"a":1,"b":2,"v":3},{"a":1,"b":2,"v":4},{"a":1,"b":3,"v":4}]}')),
    options: { resource: { primary_key: ['a', 'b'] } },
    code: 0,
    records: [
      { a: 1, b: 2, v: 3 },
      { a: 1, b: 3, v: 4 },
    ],
    says: /differ/,
  },
  {
    fault: differ,
    name: 'digits beyond a double',
    server: always(text('{"data":[{"id":1,"v":9007199254740993},{"id":1,"v":9007199254740992}]}')),
    options: { resource: { primary_key: 'id' } },
    code: 0,
    stdout: '{"id":1,"v":9007199254740993}\n',
    says: /differ/,
  },
  {
    fault: differ,
    name: 'no alarm: the same record again',
    server: always(text('{"data":[{"id":1,"v":2},{"id":1,"v":2}]}')),
    options: { resource: { primary_key: 'id' }, words: ['-v'] },
    code: 0,
    records: [{ id: 1, v: 2 }],
    never: /differ/,
  },
  {
    fault: differ,
    name: 'no alarm: the partition is part of the key',
    server: perPartition((org) => ({ id: 1, org })),
    options: { endpoint: { partition_router: router }, resource: { primary_key: ['org', 'id'] } },
    code: 0,
    records: [
      { id: 1, org: 'a' },
      { id: 1, org: 'b' },
    ],
    never: /differ/,
  },
];
