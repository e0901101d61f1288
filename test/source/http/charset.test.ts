import { expect, test } from 'vitest';
import { extract } from '../../helpers/extract.ts';

const text = '{"data":[{"name":"café ñ"}]}';
const latin1 = Buffer.from(text, 'latin1');
const wide = Buffer.from(text, 'utf16le');
const read = (body: Buffer, contentType: string, encoding?: string) =>
  extract((_, response) => response.writeHead(200, { 'content-type': contentType }).end(body), {
    client: encoding === undefined ? {} : { encoding },
  });

test.each([
  ['iso-8859-1 as declared', latin1, 'application/json; charset=iso-8859-1', undefined],
  ['windows-1252 in quotes', latin1, 'application/json;charset="Windows-1252"', undefined],
  ['iso-8859-15 of client.encoding', latin1, 'application/json', 'iso-8859-15'],
  ['client.encoding against a wrong declaration', latin1, 'application/json; charset=utf-8', 'latin1'],
  ['utf-16 by its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), wide]), 'application/json', undefined],
  ['utf-16le as declared', wide, 'application/json; charset=utf-16le', undefined],
  ['utf-8 with a mark', Buffer.from(`\uFEFF${text}`), 'application/json; charset=utf-8', undefined],
])('%s', async (_name, body, type, encoding) => {
  const outcome = await read(body, type, encoding);
  expect(outcome.code, outcome.stderr).toBe(0);
  expect(outcome.records).toEqual([{ name: 'café ñ' }]);
});

test.each([
  [
    'undeclared',
    latin1,
    'application/json',
    /not valid UTF-8 \(no charset is declared\)[\s\S]*client\.encoding/,
  ],
  [
    'declared wrongly',
    latin1,
    'application/json; charset=utf-8',
    /not valid UTF-8 \(the charset of its Content-Type\)/,
  ],
  ['unknown', latin1, 'application/json; charset=klingon', /charset "klingon" \(its Content-Type\)/],
  [
    'of another alphabet',
    Buffer.from([0x7b, 0xff, 0xff, 0x7d]),
    'application/json; charset=euc-jp',
    /not valid euc-jp/,
  ],
])('bytes that are %s: exit 4 at once, naming the charset', async (_name, body, type, says) => {
  const outcome = await read(body, type);
  expect(outcome).toMatchObject({ code: 4, stderr: expect.stringMatching(says) });
  expect(outcome.requests).toHaveLength(1);
});

test('an encoding that is none is a config error', async () => {
  expect(await read(latin1, 'application/json', 'klingon')).toMatchObject({ code: 2 });
});
