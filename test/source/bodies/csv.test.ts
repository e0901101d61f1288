import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from '../../../src/source/bodies/csv.ts';
import { extractBodies, extractUnframed } from '../../helpers/bodies.ts';
import { extract } from '../../helpers/extract.ts';

const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
const ann = [{ id: '1', name: 'Ann' }];

test.each([
  ['lines', 'id,name\n1,Ann\n'],
  ['the last line without an end', 'id,name\r\n1,Ann'],
  ['mixed ends and blank lines', 'id,name\r\n\n1,Ann\n\r\n'],
  ['a byte order mark before a quote', '\uFEFF"id","name"\n1,Ann\n'],
  ['semicolons', 'id;name\n1;Ann\n'],
  ['tabs', 'id\tname\n1\tAnn\n'],
  ['UTF-16 by its mark', Buffer.from('\uFEFFid,name\n1,Ann\n', 'utf16le')],
])('%s are records', async (_name, bytes) => {
  const outcome = await extractBodies('csv', [{ bytes, type: 'text/csv' }]);
  expect(outcome).toMatchObject({ code: 0, records: ann });
  expect(outcome.requests).toHaveLength(1);
  expect(outcome.requests[0]?.headers.accept).toMatch(/text\/csv/);
});

test('quotes hold delimiters, line ends and quotes; an empty cell is null, a quoted one the empty text', async () => {
  const outcome = await extractBodies('csv', ['a,b,c,d\n"x,y","1\r\n2","say ""hi""",\n"",,é,0\n']);
  expect(outcome.records).toEqual([
    { a: 'x,y', b: '1\r\n2', c: 'say "hi"', d: null },
    { a: '', b: null, c: 'é', d: '0' },
  ]);
});

test('columns bring the cells to their types', async () => {
  const outcome = await extract(
    (_, response) => response.end('id,paid,amount\n9007199254740993,true,1.10\n2,,\n'),
    {
      endpoint: { response_format: 'csv', data_selector: undefined },
      resource: {
        columns: {
          id: { data_type: 'bigint' },
          paid: { data_type: 'bool' },
          amount: { data_type: 'decimal', precision: 10, scale: 2 },
        },
      },
    },
  );
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(outcome.stdout).toBe(
    '{"id":9007199254740993,"paid":true,"amount":"1.10"}\n{"id":2,"paid":null,"amount":null}\n',
  );
});

test('any rows of text come back as they were written', () => {
  const cell = fc.string({ unit: 'binary' });
  const rows = fc.array(fc.tuple(cell, cell), { minLength: 1 });
  fc.assert(
    fc.property(rows, fc.constantFrom(',', ';', '\t'), (written, delimiter) => {
      const text = [['a', 'b'], ...written].map((row) => row.map(quote).join(delimiter)).join('\n');
      expect(csv.parse(text, {})).toEqual(written.map(([a, b]) => ({ a, b })));
    }),
  );
});

test('a header alone is no records', async () => {
  const outcome = await extractBodies('csv', ['id,name\n']);
  expect(outcome).toMatchObject({ code: 0, records: [] });
  expect(outcome.requests).toHaveLength(1);
});

test('a column without a name gets one; empty lines are records where there is one column', async () => {
  expect(await extractBodies('csv', [',name\n0,Ann\n'])).toMatchObject({
    records: [{ column_1: '0', name: 'Ann' }],
  });
  expect(await extractBodies('csv', ['id\n1\n\n2\n'])).toMatchObject({
    records: [{ id: '1' }, { id: null }, { id: '2' }],
  });
});

test.each([
  ['in a row', 'id,name\n1,Ann\n2', /record 2 of the CSV has 1 cells where the header has 2/],
  ['in a quoted cell', 'id,name\n1,"An', /a quoted cell has no end/],
])('a body that is cut %s is asked for again', async (_name, cut, says) => {
  const mended = await extractBodies('csv', [cut, 'id,name\n1,Ann\n']);
  expect(mended).toMatchObject({ code: 0, records: ann });
  const broken = await extractBodies('csv', [{ bytes: cut, type: 'text/html' }]);
  expect(broken).toMatchObject({ code: 5, records: [], stderr: expect.stringMatching(says) });
});

test('without a length or chunks a body is whole when it came twice alike', async () => {
  expect(
    await extractUnframed('csv', ['id,name\n1,An', 'id,name\n1,Ann\n', 'id,name\n1,Ann\n']),
  ).toMatchObject({
    code: 0,
    records: ann,
    asked: 3,
  });
});

test.each([
  ['a row of another length amid others', 'a,b\n1\n2,3\n', /record 1 of the CSV has 1 cells/],
  ['a row that is too long', 'a,b\n1,2,3\n', /record 1 of the CSV has 3 cells/],
  ['two columns of one name', 'a,b,a\n1,2,3\n', /two columns named "a"/],
  ['a quote within a cell', 'a,b\n1,"x"y\n2,3\n', /not well formed/],
  ['JSON', '{"data":[]}', /is JSON, not CSV.*response_format: json/s],
  ['JSON Lines', '{"id":1}\n{"id":2}\n', /is JSON Lines, not CSV.*response_format: jsonl/s],
  ['HTML', '<!doctype html><title>Log in</title>', /is HTML, not CSV/],
  ['XML', '<rows/>', /is XML, not CSV/],
])('%s: exit 4 at once', async (_name, body, says) => {
  const outcome = await extractBodies('csv', [body]);
  expect(outcome).toMatchObject({ code: 4, records: [], stderr: expect.stringMatching(says) });
  expect(outcome.requests).toHaveLength(1);
});
