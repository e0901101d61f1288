// Records to columns: the compiled way and the one value by value come to the same.
import { describe, expect, test } from 'vitest';
import { spreading } from '../../../src/columns/spread.ts';
import type { Contract } from '../../../src/config/columns.ts';
import { compileColumns, Rejection, sourced } from '../../../src/stages/normalize/columns.ts';
import { placing } from '../../../src/stages/normalize/names.ts';
import { columnOf } from '../../helpers/plans.ts';

const asItIs = spreading(0, (name) => name);
const columns = [columnOf('id', 'bigint', { nullable: false }), columnOf('ts', 'timestamp')];

function compiled(contract: Partial<Contract> = {}) {
  const counts = { discardedValues: 0, discardedFields: 0 };
  const full: Contract = { columns: 'evolve', data_type: 'discard_row', ...contract };
  const place = placing(columns, asItIs, () => {});
  const all = columns.map((column) => sourced(column, [column.from]));
  return { counts, ...compileColumns(all, full, counts, place) };
}

test('values come in the spelling of their columns, and in their order', () => {
  const { normalize } = compiled();
  for (const ts of ['2024-05-06T09:08:09+02:00', '2024-05-06T07:08:09Z']) {
    expect(JSON.stringify(normalize({ x: [1], ts, id: '7' }))).toBe(
      '{"id":7,"ts":"2024-05-06T07:08:09.000Z","x":[1]}',
    );
  }
});

describe('a value that cannot be its column’s', () => {
  const record = { id: 1, ts: 'yesterday' };

  test('discard_row says why and where', () => {
    const found = compiled().normalize(record);
    expect(found).toBeInstanceOf(Rejection);
    expect(found).toMatchObject({ reason: '"yesterday" cannot be timestamp', column: 'ts' });
  });

  test('discard_value counts each, a missing one too', () => {
    const { counts, normalize } = compiled({ data_type: 'discard_value' });
    expect(normalize(record)).toEqual({ id: 1, ts: null });
    expect(normalize({ id: null, ts: null })).toEqual({ id: null, ts: null });
    expect(counts).toEqual({ discardedValues: 2, discardedFields: 0 });
  });

  test('freeze fails', () => {
    expect(() => compiled({ data_type: 'freeze' }).normalize(record)).toThrow(
      expect.objectContaining({ exitCode: 4, message: expect.stringContaining('column "ts"') }),
    );
  });
});

describe('a field that no column declares', () => {
  test.each([
    [{ id: 1, x: 1, y: 2 }, 'the compiled way'],
    [{ id: '1', x: 1, y: 2 }, 'value by value'],
  ])('%j, %s', (record, _way) => {
    const dropping = compiled({ columns: 'discard_value' });
    expect(dropping.normalize(record)).toEqual({ id: 1, ts: null });
    expect(dropping.counts.discardedFields).toBe(2);
    expect(compiled({ columns: 'discard_row' }).normalize(record)).toMatchObject({ column: 'x' });
    expect(() => compiled({ columns: 'freeze' }).normalize(record)).toThrow(/undeclared field "x"/);
  });
});

test('of several fields that a column may come from the one that is there, and never two', () => {
  const one = sourced(columnOf('a_b', 'text'), ['aB', 'A_b']);
  const { normalize, has } = compileColumns(
    [one],
    { columns: 'evolve', data_type: 'discard_row' },
    { discardedValues: 0, discardedFields: 0 },
    placing([one.column], asItIs, () => {}),
  );
  expect(normalize({ A_b: 'x' })).toEqual({ a_b: 'x' });
  expect(normalize({ aB: 'y' })).toEqual({ a_b: 'y' });
  expect(() => normalize({ aB: 'y', A_b: 'x' })).toThrow(/field "A_b" collides/);
  expect([has({ aB: null }, 0), has({ a_b: 1 }, 0)]).toEqual([true, false]);
});
