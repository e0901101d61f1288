import { describe, expect, test } from 'vitest';
import type { Page } from '../../src/core/batch.ts';
import { toBatch } from '../../src/stages/to-batch.ts';

const page = (records: unknown[], recordFields: Record<string, string> = {}): Page => ({
  resource: 'tags',
  partition: 'module=Tasks',
  page: 1,
  position: { page: 2 },
  records,
  recordFields,
});

describe('toBatch', () => {
  test('hands a page of objects on as it is, with where it came from', () => {
    const records = [{ id: 1 }];
    const batch = toBatch(page(records));
    expect(batch).toEqual({
      resource: 'tags',
      partition: 'module=Tasks',
      page: 1,
      position: { page: 2 },
      records,
      rejects: [],
    });
    expect(batch.records).toBe(records);
  });

  test('puts aside what is no object', () => {
    const { records, rejects } = toBatch(page([{ id: 1 }, 5, null, [1], 'x']));
    expect(records).toEqual([{ id: 1 }]);
    expect(rejects.map((reject) => reject.record)).toEqual([5, null, [1], 'x']);
  });

  test('writes the partition’s value in, but never over another', () => {
    expect(toBatch(page([{ id: 1 }, { module: null }], { module: 'Tasks' })).records).toEqual([
      { id: 1, module: 'Tasks' },
      { module: 'Tasks' },
    ]);
    expect(() => toBatch(page([{ module: 'Calls' }], { module: 'Tasks' }))).toThrow(/would overwrite/);
  });
});
