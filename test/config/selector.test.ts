import { describe, expect, test } from 'vitest';
import { compileSelector } from '../../src/config/selector.ts';

describe('compileSelector', () => {
  test.each<[string, unknown, unknown]>([
    ['data', { data: [1, 2] }, [1, 2]],
    ['info.items', { info: { items: [1] } }, [1]],
    ['$', [1, 2], [1, 2]],
    ['$', { id: 1 }, [{ id: 1 }]],
    ['org', { org: { id: 1 } }, [{ id: 1 }]],
    ['data', { data: null }, []],
    ['data', { data: [] }, []],
    ['data', { items: [] }, undefined],
    ['a.b', { a: null }, undefined],
    ['$.data', { data: [1] }, [1]],
    ['data[*]', { data: [1, 2] }, [1, 2]],
    ['$.data[*]', { data: [] }, []],
    ['$.groups[*].members[*]', { groups: [{ members: [1] }, { members: [2, 3] }] }, [1, 2, 3]],
    [
      '$.rows[?@.kind == "a"]',
      { rows: [{ kind: 'a' }, { kind: 'b' }, { kind: 'a', n: 2 }] },
      [{ kind: 'a' }, { kind: 'a', n: 2 }],
    ],
    ['$.none[*].x', {}, undefined],
    ['data[*].attributes', { data: [] }, []],
    ['data[*].attributes', { data: [{ attributes: { id: 1 } }] }, [{ id: 1 }]],
    ['data[*].attributes', { data: [{}] }, undefined],
    ['groups[*].items', { groups: [{ items: [1] }] }, [1]],
    ['groups[*].items', { groups: [{ items: [1] }, { items: [2, 3] }, { items: null }] }, [1, 2, 3]],
    ['groups[*].items[*]', { groups: [] }, []],
    ['$.data[?@.id == 1]', { data: [{ id: 1 }, { id: 9007199254740993n }] }, [{ id: 1 }]],
    ["$.data[?match(@.x, '(a|a)*b')]", { data: [{ x: 'a'.repeat(40) }] }, []],
    ['odata.value', { 'odata.value': [1] }, [1]],
    ["['odata.value']", { 'odata.value': [1] }, [1]],
    ['$[*]', [1, 2], [1, 2]],
    ['pages[-1]', { pages: [[1], [2, 3]] }, [2, 3]],
  ])('%s #%#', (selector, body, expected) => {
    expect(compileSelector(selector)(body)).toEqual(expected);
  });

  test.each(['$[', 'a b', '$.a[?'])('%s is refused', (selector) => {
    expect(() => compileSelector(selector)).toThrow(/not a path/);
  });
});
