// What HTTP cannot carry is the pipeline's fault, said before anything is sent.
import { expect, test } from 'vitest';
import { checkHeaders } from '../../../src/source/http/request.ts';
import { extract } from '../../helpers/extract.ts';
import { json } from '../../helpers/serve.ts';

test.each([
  [{ authorization: 'Bearer abc\n' }, /value of the header "authorization" holds a line feed/],
  [{ 'x-a': 'b\rc' }, /"x-a" holds a line feed/],
  [{ 'x-a': 'a\u0000b' }, /U\+0000/],
  [{ 'x-a': '€' }, /U\+20AC/],
  [{ 'x-a': '😀' }, /U\+1F600/],
  [{ 'x {a}': '1' }, /header name "x \{a\}"/],
  [{ '': '1' }, /header name ""/],
])('%j is a config error', (headers, says) => {
  expect(() => checkHeaders(headers as unknown as Record<string, string>)).toThrow(says);
});

test('what HTTP can carry passes', () => {
  checkHeaders({ accept: 'a/b', 'x-name': 'José\tLuis', "!#$%&'*+-.^_`|~": '' });
});

test('a value that only shows at the request: exit 2, nothing sent, no talk of the API being down', async () => {
  const outcome = await extract((_, response) => json(response, { data: [] }), {
    client: { auth: { type: 'api_key', name: 'x-key', api_key: 'canary\nsecret' } },
  });
  expect(outcome.code).toBe(2);
  expect(outcome.requests).toEqual([]);
  expect(outcome.stderr).not.toMatch(/may be down|canary/);
});
