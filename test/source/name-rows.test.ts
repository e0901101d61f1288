// Rows without names: records are made of them by the names that the body has once.
import { expect, test } from 'vitest';
import { extract } from '../helpers/extract.ts';
import { json, queryOf } from '../helpers/serve.ts';

const rows = { rows_as: 'arrays', columns_path: 'columns' };
const read = (body: unknown, endpoint: object = {}) =>
  extract((_, response) => json(response, body), { endpoint: { ...rows, ...endpoint } });

test.each([
  [
    'a list of texts',
    {
      columns: ['id', 'name'],
      data: [
        [1, 'Ann'],
        [2, null],
      ],
    },
    {},
  ],
  [
    'objects with a name',
    {
      columns: [{ name: 'id', type: 'int' }, { name: 'name' }],
      data: [
        [1, 'Ann'],
        [2, null],
      ],
    },
    {},
  ],
  [
    'a path into objects',
    {
      meta: { cols: [{ key: 'id' }, { key: 'name' }] },
      data: [
        [1, 'Ann'],
        [2, null],
      ],
    },
    { columns_path: 'meta.cols[*].key' },
  ],
  [
    'the first row',
    [
      ['id', 'name'],
      [1, 'Ann'],
      [2, null],
    ],
    { columns_path: '$[0]', data_selector: '$[1:]' },
  ],
])('names by %s', async (_name, body, endpoint) => {
  const outcome = await read(body, endpoint);
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(outcome.records).toEqual([
    { id: 1, name: 'Ann' },
    { id: 2, name: null },
  ]);
});

test('one row is one record, none are none, whatever is with the names', async () => {
  expect(await read({ columns: ['id'], data: [[1]] })).toMatchObject({ code: 0, records: [{ id: 1 }] });
  expect(await read({ columns: [], data: [] })).toMatchObject({ code: 0, records: [] });
  expect(await read({ data: [] })).toMatchObject({ code: 0, records: [] });
});

test('names that only the first page has count for the others; names of a page are its own', async () => {
  const pages = [
    { columns: ['a', 'b'], data: [[1, 2]], more: true },
    { data: [[3, 4]], more: true },
    { columns: ['b', 'a'], data: [[5, 6]], more: false },
  ];
  const outcome = await extract(
    (request, response) => json(response, pages[Number(queryOf(request).get('page')) - 1] ?? { data: [] }),
    {
      endpoint: {
        ...rows,
        paginator: { type: 'page_number', base_page: 1, has_more_path: 'more' },
      },
    },
  );
  expect(outcome).toMatchObject({
    code: 0,
    records: [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
      { b: 5, a: 6 },
    ],
  });
});

test('numbers keep every digit', async () => {
  const outcome = await extract(
    (_, response) => json(response, '{"columns":["n"],"data":[[12345678901234567890]]}'),
    { endpoint: rows },
  );
  expect(outcome.stdout).toBe('{"n":12345678901234567890}\n');
});

test.each([
  [
    'a row that is too short',
    { columns: ['a', 'b'], data: [[1, 2], [3]] },
    /row 2 has 1 values where columns_path names 2/,
  ],
  [
    'a row that is too long',
    { columns: ['a'], data: [[1, 2]] },
    /row 1 has 2 values where columns_path names 1/,
  ],
  [
    'a row that is an object',
    { columns: ['a'], data: [{ a: 1 }] },
    /row 1 is .* where rows_as: arrays wants a list/,
  ],
  ['no names', { data: [[1]] }, /columns_path "columns" finds no names/],
  ['one name twice', { columns: ['a', 'a'], data: [[1, 2]] }, /finds the name "a" twice/],
  ['names that are none', { columns: [1], data: [[1]] }, /finds 1 where a name should be/],
])('%s: exit 4', async (_name, body, says) => {
  expect(await read(body)).toMatchObject({ code: 4, records: [], stderr: expect.stringMatching(says) });
});

test.each([
  [
    'rows_as alone',
    { rows_as: 'arrays', columns_path: undefined },
    /columns_path: is needed by rows_as: arrays/,
  ],
  [
    'columns_path alone',
    { rows_as: undefined },
    /columns_path: names the values of rows_as: arrays, which is not said/,
  ],
])('%s: exit 2 before any request', async (_name, endpoint, says) => {
  const outcome = await read({}, endpoint);
  expect(outcome).toMatchObject({ code: 2, stderr: expect.stringMatching(says) });
  expect(outcome.requests).toEqual([]);
});

test('the first row names the others, on every page', async () => {
  const outcome = await extract(
    (request, response) => {
      const page = Number(queryOf(request).get('page'));
      json(response, [['id', 'name'], ...(page < 3 ? [[page, 'Ann']] : [])]);
    },
    {
      endpoint: {
        data_selector: '$',
        rows_as: 'arrays',
        columns_path: '$[0]',
        paginator: { type: 'page_number', base_page: 1 },
      },
    },
  );
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(outcome.records).toEqual([
    { id: 1, name: 'Ann' },
    { id: 2, name: 'Ann' },
  ]);
});
