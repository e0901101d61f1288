// check is a rehearsal: where run would fail, it fails too, and where run is fine, it is.
import { describe, expect, test } from 'vitest';
import { type Step, sequence } from '../helpers/sequence.ts';
import { json, queryOf } from '../helpers/serve.ts';
import { ids } from './cases/case.ts';

const told =
  (body: object, status = 200): Step['listener'] =>
  (_, response) =>
    json(response, body, status);
const bad: Record<string, Step> = {
  'a key that no record has': { records: ids(2), resource: { primary_key: 'uuid' } },
  'rows that are arrays': {
    records: [
      [1, 'a'],
      [2, 'b'],
    ],
  },
  'a type that no value has': {
    records: [{ id: 'x' }],
    resource: { columns: { id: { data_type: 'bigint' } } },
  },
  'a column that must be there': {
    records: ids(2),
    resource: { columns: { name: { data_type: 'text', nullable: false } } },
  },
  'a frozen schema': {
    records: [{ id: 1, more: 2 }],
    resource: { columns: { id: { data_type: 'bigint' } }, schema_contract: { columns: 'freeze' } },
  },
  'names that collide': { records: [{ fooBar: 1, foo_bar: 2 }], resource: { naming: 'snake_case' } },
  'a selector that finds nothing': { listener: told({ items: [] }) },
  'a scalar for records': { records: 'Session expired' },
  'an error beside no data': { listener: told({ success: false, error: 'quota', data: [] }) },
  'no paginator on an API that pages': { listener: told({ data: ids(2), total: 500 }) },
  'a mistyped path': {
    listener: told({ data: ids(2), meta: { next_cursor: 'b' } }),
    endpoint: { paginator: { type: 'cursor', cursor_path: 'next' } },
  },
  'a status that fails': { listener: told({ message: 'no such thing' }, 404) },
};
const good: Record<string, Step> = {
  'two records': { records: ids(2), resource: { primary_key: 'id' } },
  'no records': { records: [] },
  'one page of several': {
    listener: (request, response) => {
      const page = Number(queryOf(request).get('page'));
      json(response, { data: page < 9 ? [{ id: page }] : [] });
    },
    endpoint: { paginator: { type: 'page_number', base_page: 1 } },
  },
};

describe('check where run would fail', () => {
  test.each(Object.keys(bad))('%s: both fail', async (name) => {
    const step = bad[name] ?? {};
    const run = await (await sequence()).run(step);
    const check = await (await sequence()).run({ ...step, command: 'check' });
    expect(run.code, run.stderr).not.toBe(0);
    expect(check.code, `${check.stdout}${check.stderr}`).not.toBe(0);
    expect(`${check.stdout}${check.stderr}`).toMatch(/failed/);
  });

  test.each(Object.keys(good))('no alarm: %s', async (name) => {
    const step = good[name] ?? {};
    const check = await (await sequence()).run({ ...step, command: 'check' });
    expect(check.code, `${check.stdout}${check.stderr}`).toBe(0);
    expect((await (await sequence()).run(step)).code).toBe(0);
  });
});
