// Body to records: the selector, the guess where there is none, and what is wrong with what they find.
import { describe, expect, test } from 'vitest';
import type { PenstockEvent } from '../../src/core/events.ts';
import { recordSelector } from '../../src/source/select-records.ts';

function selector(data_selector?: string, format: 'json' | 'xml' | 'jsonl' = 'json') {
  const events: PenstockEvent[] = [];
  const places = { data_selector, columns_path: undefined };
  const select = recordSelector(places, format, 'things', (event) => events.push(event));
  return { select, events };
}
const one = { id: 1 };

describe('by a selector', () => {
  test.each<[string, unknown, unknown[], boolean]>([
    ['data', { data: [one] }, [one], true],
    ['$', [one], [one], true],
    ['data', { data: one }, [one], true],
    ['data', { data: [] }, [], true],
    ['data', { data: null }, [], false],
    ['data', { data: {} }, [], false],
    ['data[*].items', { data: [{ items: [one] }, { items: [] }] }, [one], true],
    ['data', { data: [one, null, 'x'] }, [one, null, 'x'], true],
  ])('%s of %o', (path, body, records, isList) => {
    expect(selector(path).select(body)).toEqual({ records, isList });
  });

  test.each<[unknown, RegExp]>([
    [{ items: [one] }, /"data" matches nothing in the body, which has the keys items/],
    [{}, /has the keys \(none\)/],
    [[], /is a list of 0/],
    [null, /is null/],
    [{ fault: { faultstring: 'maintenance' } }, /it says: maintenance/],
  ])('that matches nothing in %o is an error that says what is there', (body, says) => {
    expect(() => selector('data').select(body)).toThrow(says);
  });

  test.each([[['a', 'b']], ['text'], [7], [[[1], [2]]]])('%o is no record', (data) => {
    expect(() => selector('data').select({ data })).toThrow(/"data" finds .* where a record should be/);
  });
});

describe('by a guess', () => {
  test('the first known key that holds a list, said once, and kept for the other pages', () => {
    const { select, events } = selector();
    expect(select({ rows: [], items: [one], data: {} }).records).toEqual([one]);
    expect(events).toEqual([
      {
        kind: 'warning',
        resource: 'things',
        message: 'no data_selector; the records are taken from "items"',
      },
    ]);
    expect(() => select({ data: [one] })).toThrow(/"items" matches nothing/);
    expect(events).toHaveLength(1);
  });

  test('the whole body where it is a list', () => {
    const { select, events } = selector();
    expect(select([one]).records).toEqual([one]);
    expect(events).toMatchObject([{ message: expect.stringMatching(/from the whole body/) }]);
  });

  test('none where there is no such key', () => {
    expect(() => selector().select({ users: [one], total: 1 })).toThrow(
      /cannot be guessed: the body has the keys users, total/,
    );
  });

  test('a body of lines is itself the list', () => {
    const { select, events } = selector(undefined, 'jsonl');
    expect(select([one]).records).toEqual([one]);
    expect(events).toEqual([]);
  });
});

test('XML: an empty holder is an empty list, one with other elements is not', () => {
  const { select } = selector('feed.entry', 'xml');
  expect(select({ feed: { entry: [one], title: 'x' } }).records).toEqual([one]);
  expect(select({ feed: { title: 'x' } })).toEqual({ records: [], isList: true });
  expect(() => select({ feed: { error: 'x' } })).toThrow(/matches nothing/);
});
