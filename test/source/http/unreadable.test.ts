import { expect, test } from 'vitest';
import { extract } from '../../helpers/extract.ts';

const answers: [string, string | undefined, string, RegExp][] = [
  ['CSV', 'text/csv; charset=utf-8', 'id,name\n1,a\n', /is CSV, not JSON \(Content-Type text\/csv/],
  ['tab-separated text', 'text/tab-separated-values', 'id\tname\n1\ta\n', /tab-separated text/],
  [
    'JSON Lines by type',
    'application/x-ndjson',
    '{"id":1}\n{"id":2}\n',
    /is JSON Lines.*application\/x-ndjson/,
  ],
  ['JSON Lines by look', 'application/json', '{"id":1}\n{"id":2}\n', /is JSON Lines/],
  ['XML', 'application/xml', '<?xml version="1.0"?><a/>', /is XML/],
  ['XML of a vendor', 'application/vnd.api+xml', '<a/>', /is XML/],
  ['XML without a type', undefined, '<rows><row/></rows>', /is XML, not JSON \(no Content-Type\)/],
  ['JSONP', 'application/javascript', 'callback123({"data":[]});', /is JSONP/],
  ['JSONP with a comment', 'text/javascript', '/**/cb({"data":[]})', /is JSONP/],
  ['HTML', 'text/html', '<!doctype html><title>Log in</title>', /is HTML.*log-in/s],
];

test.each(answers)('%s: exit 4 at once, naming type and cure', async (name, type, body, says) => {
  const outcome = await extract((_, response) => {
    response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end(body);
  });
  expect(outcome).toMatchObject({ code: 4, records: [] });
  expect(outcome.stderr).toMatch(says);
  if (name !== 'HTML') expect(outcome.stderr).toMatch(/response_format/);
  expect(outcome.stderr).not.toMatch(/may be down/);
  expect(outcome.requests).toHaveLength(1);
});

test.each([
  ['JSON under another type', 'text/html', '{"data":[{"id":1}]}'],
  ['JSON without a type', undefined, '{"data":[{"id":1}]}'],
  ['JSON over several lines', 'text/plain', '{\n"data":\n[\n{"id":1}\n]}\n'],
])('%s is read', async (_name, type, body) => {
  const outcome = await extract((_, response) => {
    response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end(body);
  });
  expect(outcome).toMatchObject({ code: 0, records: [{ id: 1 }] });
});

test('JSON that is cut short is retried, whatever its type', async () => {
  let asked = 0;
  const outcome = await extract((_, response) => {
    asked += 1;
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(asked === 1 ? '{"data":[{"id"' : '{"data":[]}');
  });
  expect(outcome.code).toBe(0);
  expect(outcome.requests).toHaveLength(2);
});
