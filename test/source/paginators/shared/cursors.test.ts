// Cursors survive the way through a saved position, and go out as what they were.
import { describe, expect, test } from 'vitest';
import { ExactNumber } from '../../../../src/core/exact-number.ts';
import { toJsonText } from '../../../../src/core/json.ts';
import {
  isNoCursor,
  positionOfCursor,
  requestOfCursor,
} from '../../../../src/source/paginators/shared/cursors.ts';

test.each([undefined, null, '', false, 0, {}, []])('%o says that there is no next page', (value) => {
  expect(isNoCursor(value)).toBe(true);
});

test.each(['0', 'abc', 1, -1, true, 1n, new ExactNumber('0.12345678901234567890'), { id: null }, [0]])(
  '%o does not',
  (value) => {
    expect(isNoCursor(value)).toBe(false);
  },
);

describe('a cursor through JSON', () => {
  const sent = (value: unknown, bodyPath?: string) => {
    const saved = JSON.parse(JSON.stringify(positionOfCursor(value, 'next', bodyPath !== undefined)));
    return requestOfCursor(saved, 'after', bodyPath);
  };

  test.each<[unknown, object]>([
    ['abc', { after: 'abc' }],
    ['7', { after: '7' }],
    [7, { after: 7 }],
    [12345678901234567890n, { after: '12345678901234567890' }],
    [new ExactNumber('0.12345678901234567890'), { after: '0.12345678901234567890' }],
    [
      { from: 10, token: 'x', big: 12345678901234567890n },
      { from: 10, token: 'x', big: '12345678901234567890' },
    ],
    [['a', 7], { after: ['a', 7] }],
  ])('%o into the query', (value, query) => {
    expect(sent(value)).toEqual({ query });
  });

  test.each<[unknown, string]>([
    ['12345678901234567890', '"12345678901234567890"'],
    [12345678901234567890n, '12345678901234567890'],
    [new ExactNumber('0.12345678901234567890'), '0.12345678901234567890'],
    [{ a: [1] }.a, '[1]'],
    [{ id: 1 }, '{"id":1}'],
    [[1700000000000000001n, null], '[1700000000000000001,null]'],
    [{ Song: { S: 'x' } }, '{"Song":{"S":"x"}}'],
  ])('%o into the body as what it was', (value, text) => {
    const { body } = sent(value, 'page.after');
    expect(toJsonText(body?.['page.after'])).toBe(text);
  });

  test('the first page carries none', () => {
    expect(requestOfCursor({}, 'after', undefined)).toEqual({});
    expect(requestOfCursor({ cursor: null }, 'after', undefined)).toEqual({});
  });
});

test.each([true, { inner: { deep: 1 } }, [['x']], { list: [] }])('%o is none', (value) => {
  expect(() => positionOfCursor(value, 'meta.next')).toThrow(
    /the cursor at "meta.next" is .*, neither text nor number/,
  );
});
