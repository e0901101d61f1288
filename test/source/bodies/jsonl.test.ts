import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { extractBodies, extractUnframed } from '../../helpers/bodies.ts';
import { extract } from '../../helpers/extract.ts';

const two = '{"id":1}\n{"id":2}\n';

test.each([
  ['lines', two],
  ['the last line without an end', '{"id":1}\n{"id":2}'],
  ['ends of Windows, and blank lines', '{"id":1}\r\n\r\n{"id":2}\r\n\n'],
  ['a byte order mark', `\uFEFF${two}`],
  ['UTF-16 by its mark', Buffer.from(`\uFEFF${two}`, 'utf16le')],
  ['gzip bytes that no header speaks of', gzipSync(two)],
])('%s are records', async (_name, bytes) => {
  const outcome = await extractBodies('jsonl', [{ bytes }]);
  expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }, { id: 2 }] });
  expect(outcome.requests).toHaveLength(1);
  expect(outcome.stderr).not.toMatch(/warning/);
});

test('letters come by the declared charset', async () => {
  const bytes = Buffer.from('{"name":"café"}\n', 'latin1');
  const type = 'application/x-ndjson; charset=iso-8859-1';
  expect(await extractBodies('jsonl', [{ bytes, type }])).toMatchObject({ records: [{ name: 'café' }] });
});

test('numbers keep every digit', async () => {
  const line = '{"id":12345678901234567890,"amount":0.12345678901234567890}\n';
  expect((await extractBodies('jsonl', [line])).stdout).toBe(line);
});

test('what is asked for is said, and pages go by a Link header', async () => {
  const outcome = await extract(
    (request, response) => {
      const isFirst = request.url === '/things';
      response.writeHead(200, isFirst ? { link: '</things?page=2>; rel="next"' } : {});
      response.end(isFirst ? '{"id":1}\n' : '{"id":2}\n');
    },
    { endpoint: { response_format: 'jsonl', data_selector: undefined } },
  );
  expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }, { id: 2 }] });
  expect(outcome.requests[0]?.headers.accept).toMatch(/x-ndjson/);
});

test('a data_selector goes into the lines', async () => {
  const outcome = await extractBodies('jsonl', ['{"r":{"id":1}}\n{"r":{"id":2}}\n'], {
    data_selector: '[*].r',
  });
  expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }, { id: 2 }] });
});

test.each([
  ['within a line', '{"id":1}\n{"id"'],
  ['within a line, of another declared type', { bytes: '{"id":1}\n{"id"', type: 'text/csv' }],
])('a body that is cut %s is asked for again', async (_name, cut) => {
  const mended = await extractBodies('jsonl', [cut, two]);
  expect(mended).toMatchObject({ code: 0, records: [{ id: 1 }, { id: 2 }] });
  const broken = await extractBodies('jsonl', [cut]);
  expect(broken).toMatchObject({
    code: 5,
    records: [],
    stderr: expect.stringMatching(/not JSON Lines: line 2/),
  });
  expect(broken.requests).toHaveLength(3);
});

test('a body without a line is no records once it came twice', async () => {
  const outcome = await extractBodies('jsonl', ['']);
  expect(outcome).toMatchObject({ code: 0, records: [] });
  expect(outcome.requests).toHaveLength(2);
  expect(await extractBodies('jsonl', ['', two])).toMatchObject({ code: 0, records: [{ id: 1 }, { id: 2 }] });
});

test('without a length or chunks a body is whole when it came twice alike', async () => {
  expect(await extractUnframed('jsonl', [two])).toMatchObject({ code: 0, asked: 2 });
  const cut = '{"id":1}\n';
  expect(await extractUnframed('jsonl', [cut, two, two])).toMatchObject({
    code: 0,
    records: [{ id: 1 }, { id: 2 }],
  });
  expect(await extractUnframed('jsonl', [cut, two, `${two}${two}`])).toMatchObject({
    code: 5,
    records: [],
    stderr: expect.stringMatching(/nothing says where the body ends.*9, 18, 36 bytes/),
  });
});

test.each([
  ['one list', '[{"id":1},{"id":2}]', /is JSON, not JSON Lines.*response_format: json/s],
  ['JSON over several lines', '{\n"data": []\n}', /is JSON, not JSON Lines/],
  ['HTML', '<!doctype html><p>', /is HTML/],
  ['XML', '<rows/>', /is XML, not JSON Lines.*response_format: xml/s],
])('%s is no JSON Lines: exit 4 at once', async (_name, body, says) => {
  const outcome = await extractBodies('jsonl', [body]);
  expect(outcome).toMatchObject({ code: 4, stderr: expect.stringMatching(says) });
  expect(outcome.requests).toHaveLength(1);
});

test('an error is read as JSON', async () => {
  const outcome = await extractBodies('jsonl', [{ bytes: '{"message":"no such list"}', status: 404 }]);
  expect(outcome).toMatchObject({ code: 4, stderr: expect.stringMatching(/HTTP 404: .*no such list/) });
});
