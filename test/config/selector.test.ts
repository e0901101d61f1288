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
  ])('%s of %j', (selector, body, expected) => {
    expect(compileSelector(selector)(body)).toEqual(expected);
  });

  test.each(['$[', 'a b', '$.a[?'])('%s is refused', (selector) => {
    expect(() => compileSelector(selector)).toThrow(/not a dotted path or JSONPath/);
  });
});
