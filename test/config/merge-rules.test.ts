// The words of merge: where they may be said, what they come to, and what does not fit together.
import { describe, expect, test } from 'vitest';
import { dedupeMode, versionOrder } from '../../src/config/merge-rules.ts';
import type { ResourcePlan } from '../../src/config/pipeline.ts';
import type { ConfigError } from '../../src/core/errors.ts';
import { planOf } from '../../src/language/load-plan.ts';

const text = { data_type: 'text' };
const merge = { primary_key: 'id', write_disposition: 'merge' };
const incremental = { cursor_path: 'updated_at' };

function plan(resource: object): ResourcePlan {
  const written = {
    client: { base_url: 'https://api.example.com' },
    resources: [{ name: 'a', ...resource }],
  };
  const [one] = planOf(written, { environment: {} }).resources;
  if (one === undefined) throw new Error('no resource');
  return one;
}

function problemsIn(resource: object): string[] {
  try {
    plan(resource);
  } catch (error) {
    return (error as ConfigError).problems.map(({ path, message }) =>
      `${path}: ${message}`.replace('resources[0].', ''),
    );
  }
  return [];
}

describe('hints of columns', () => {
  test('are the resource’s, declared or untyped, in an object or in dlt’s list', () => {
    const expected = {
      merge_key: ['day'],
      hard_delete: 'gone',
      dedup_sort: { column: 'at', order: 'desc' },
    };
    const typed = {
      gone: { data_type: 'bool', hard_delete: true },
      at: { data_type: 'timestamp', dedup_sort: 'desc' },
      day: { data_type: 'date', merge_key: true },
    };
    expect(plan({ ...merge, columns: typed })).toMatchObject(expected);
    const untyped = { gone: { hard_delete: true }, at: { dedup_sort: 'desc' }, day: { merge_key: true } };
    const bare = plan({ ...merge, columns: untyped });
    expect(bare).toMatchObject(expected);
    expect(bare.columns).toBeUndefined();
    const list = Object.entries(untyped).map(([name, column]) => ({ name, ...column }));
    expect(plan({ ...merge, columns: list })).toMatchObject(expected);
    const said = { merge_key: 'day', hard_delete: 'gone', dedup_sort: { at: 'desc' } };
    expect(plan({ ...merge, ...said })).toMatchObject(expected);
  });

  test('are not said of two columns', () => {
    const two = { a: { ...text, hard_delete: true }, b: { ...text, hard_delete: true } };
    expect(problemsIn({ ...merge, columns: two })).toEqual([
      'hard_delete: is one column, and it is said of a and b',
    ]);
    expect(
      problemsIn({ ...merge, dedup_sort: { c: 'asc' }, columns: { a: { ...text, dedup_sort: 'asc' } } }),
    ).toEqual(['dedup_sort: is one column, and it is said of a and c']);
    const untyped = { a: { dedup_sort: 'asc' }, b: { dedup_sort: 'desc' } };
    expect(problemsIn({ ...merge, columns: untyped })).toEqual([
      expect.stringMatching(/^columns\.b\.dedup_sort: .*merge goes by one such column/),
    ]);
  });
});

describe('what does not fit together', () => {
  test.each<[string, object, RegExp[]]>([
    [
      'no key',
      { write_disposition: 'merge' },
      [/^write_disposition: merge needs a primary_key, or a merge_key$/],
    ],
    ['merge_key without merge', { merge_key: 'a' }, [/^merge_key: counts for .* it is replace$/]],
    ['vanished without merge', { vanished: 'drop' }, [/^vanished: counts for write_disposition: merge/]],
    [
      'hard_delete onto append',
      { primary_key: 'id', write_disposition: 'append', hard_delete: 'x' },
      [/^hard_delete: counts for/],
    ],
    ['dedup_sort without merge', { dedup_sort: { a: 'desc' } }, [/^dedup_sort: counts for/]],
    [
      'vanished without a key',
      { write_disposition: 'merge', merge_key: 'a', vanished: 'mark' },
      [/^vanished: needs a primary_key$/],
    ],
    [
      'two columns to sort by',
      { ...merge, dedup_sort: { a: 'desc', b: 'asc' } },
      [/^dedup_sort: names one column$/],
    ],
    [
      'a sort without an order',
      { ...merge, dedup_sort: { a: 'desc' }, columns: { a: { data_type: 'json' } } },
      [/^dedup_sort: .* json, which has no order$/],
    ],
    [
      'a mark that is declared',
      { ...merge, vanished: 'mark', columns: { _vanished_at: text } },
      [/^vanished: mark writes/],
    ],
    [
      'vanished beside incremental',
      { ...merge, vanished: 'drop', endpoint: { incremental } },
      [/^vanished: an incremental run .* hard_delete/],
    ],
    [
      'columns that do not hold them',
      {
        ...merge,
        primary_key: 'id',
        columns: { id: text },
        schema_contract: { columns: 'discard_value' },
        hard_delete: 'gone',
        merge_key: 'it',
      },
      [/^merge_key: no column "it"/, /^hard_delete: no column "gone"/],
    ],
    [
      'a cursor that no column holds',
      {
        ...merge,
        columns: { id: text },
        schema_contract: { columns: 'discard_value' },
        endpoint: { incremental },
      },
      [/^columns: merge keeps the newest version by cursor_path updated_at/],
    ],
    [
      'groups that are read in part',
      { ...merge, merge_key: 'day', endpoint: { incremental } },
      [/^merge_key: replaces whole groups/],
    ],
  ])('%s', (_name, resource, problems) => {
    const found = problemsIn(resource);
    expect(found).toHaveLength(problems.length);
    for (const [index, problem] of problems.entries()) expect(found[index]).toMatch(problem);
  });

  test('a group that is the cursor’s own value is read whole', () => {
    expect(
      problemsIn({ write_disposition: 'merge', merge_key: 'updated_at', endpoint: { incremental } }),
    ).toEqual([]);
  });
});

describe('which version stays', () => {
  test.each([
    [{}, 'first'],
    [merge, 'first'],
    [{ ...merge, dedup_sort: { at: 'desc' } }, 'newest'],
    [{ ...merge, hard_delete: 'gone' }, 'newest'],
    [{ ...merge, endpoint: { incremental } }, 'newest'],
    [{ primary_key: 'id', write_disposition: 'append' }, 'first'],
    [{ write_disposition: 'append', endpoint: { incremental } }, 'versions'],
  ])('%o: %s', (resource, mode) => {
    expect(dedupeMode(plan(resource))).toBe(mode);
  });

  test('by dedup_sort, else by the cursor, wherever its value is', () => {
    const at = { data_type: 'timestamp', from: 'meta.at' };
    const nested = { cursor_path: 'meta.at' };
    expect(versionOrder(plan({ ...merge, endpoint: { incremental } }))).toMatchObject({
      path: 'updated_at',
      order: 'desc',
    });
    expect(
      versionOrder(plan({ ...merge, columns: { at }, endpoint: { incremental: nested } })),
    ).toMatchObject({ column: { name: 'at' } });
    const renamed = {
      ...merge,
      naming: 'snake_case',
      endpoint: { incremental: { cursor_path: 'updatedAt', last_value_func: 'min' } },
    };
    expect(versionOrder(plan(renamed))).toMatchObject({ path: 'updated_at', order: 'asc' });
    const declared = { ...renamed, columns: { updated_at: { data_type: 'timestamp' } } };
    expect(versionOrder(plan(declared))).toMatchObject({ column: { name: 'updated_at' } });
    expect(
      versionOrder(plan({ ...merge, dedup_sort: { 'a.b': 'asc' }, endpoint: { incremental } })),
    ).toMatchObject({ path: "['a.b']", order: 'asc' });
    expect(versionOrder(plan(merge))).toBeUndefined();
  });
});
