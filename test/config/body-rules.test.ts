// What the keys about bodies demand of each other.
import { describe, expect, test } from 'vitest';
import { faultOfColumnsPath, faultsOfData } from '../../src/config/body-rules.ts';

const endpoint = { paginator: { type: 'auto' }, partition_router: [] };
const intoBody = { type: 'list', request_option: { inject_into: 'body', field_name: 'x' } };
const offset = { type: 'offset', offset_body_path: 'page.from' };

describe('data', () => {
  test.each<[string, Partial<Parameters<typeof faultsOfData>[0]>, RegExp[]]>([
    ['none', { json: {}, paginator: offset }, []],
    ['a form', { data: { a: 1 }, paginator: offset, partition_router: [intoBody] }, []],
    ['a text', { data: 'x' }, []],
    ['a text, and a paginator whose path is left out', { data: 'x', paginator: { a_body_path: null } }, []],
    [
      'a router into the query',
      { data: 'x', partition_router: [{ request_option: { inject_into: 'query' } }] },
      [],
    ],
    ['beside json', { data: { a: 1 }, json: {} }, [/one body/]],
    [
      'a text that a paginator writes into',
      { data: 'x', paginator: offset },
      [/without \{page\.from\}, where the value of offset_body_path would go/],
    ],
    [
      'a text that a router writes into',
      { data: 'x', partition_router: [{}, intoBody] },
      [/without \{x\}, where the value of the partition_router/],
    ],
    [
      'a text with the places',
      { data: '{x} {page.from}', paginator: offset, partition_router: [intoBody] },
      [],
    ],
    ['both at once', { data: 'x', json: {}, paginator: offset }, [/one body/, /offset_body_path/]],
  ])('%s', (_name, more, faults) => {
    const found = faultsOfData({ ...endpoint, ...more });
    expect(found).toEqual(faults.map((fault) => expect.stringMatching(fault)));
  });
});

test.each([
  ['objects', undefined, undefined],
  ['arrays', 'meta.columns', undefined],
  ['arrays', undefined, /is needed by rows_as: arrays/],
  ['objects', 'meta.columns', /which is not said/],
] as const)('rows_as %s with columns_path %s', (rows_as, columns_path, fault) => {
  const found = faultOfColumnsPath({ rows_as, columns_path });
  expect(found).toEqual(fault === undefined ? undefined : expect.stringMatching(fault));
});
