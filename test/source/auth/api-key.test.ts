// Where a key goes, and what stands before it, as a server sees it.
import { expect, test } from 'vitest';
import { lines, penstock } from '../../helpers/cli.ts';
import { json, queryOf, serve } from '../../helpers/serve.ts';
import { pipelineFile } from '../../helpers/temporary.ts';

/** What the API was sent. */
async function sentWith(auth: object) {
  const served = await serve((request, response) => {
    const { authorization, cookie, 'x-key': key } = request.headers;
    return json(response, [{ authorization, cookie, key, query: queryOf(request).get('key') ?? undefined }]);
  });
  const file = await pipelineFile({ client: { base_url: served.url, auth }, resources: ['things'] });
  const { code, stdout, stderr } = await penstock(['run', file], { environment: { KEY: 'k+1/ö=' } });
  return { code, stderr, sent: lines(stdout)[0] };
}

const key = { type: 'api_key', api_key: { secret: 'key' } };

test.each([
  ['in Authorization where nothing is said', {}, { authorization: 'k+1/ö=' }],
  ['in a header of any name', { name: 'X-Key' }, { key: 'k+1/ö=' }],
  ['in the query', { name: 'key', location: 'query' }, { query: 'k+1/ö=' }],
  ['in the query, by dlt’s word', { name: 'key', location: 'param' }, { query: 'k+1/ö=' }],
  ['in a cookie', { name: 'key', location: 'cookie' }, { cookie: 'key=k%2B1%2F%C3%B6%3D' }],
  ['after a word', { prefix: 'Token' }, { authorization: 'Token k+1/ö=' }],
  ['after a word with its own space', { prefix: 'Token ' }, { authorization: 'Token k+1/ö=' }],
  ['after a sign', { prefix: 'Token token=' }, { authorization: 'Token token=k+1/ö=' }],
  ['after a prefix in the query', { name: 'key', location: 'query', prefix: 'v1:' }, { query: 'v1:k+1/ö=' }],
])('the key is sent %s', async (_name, options, sent) => {
  expect(await sentWith({ ...key, ...options })).toMatchObject({ code: 0, sent });
});

test('a prefix that no header carries is refused before the first request', async () => {
  const { code, stderr } = await sentWith({ ...key, prefix: 'To\nken' });
  expect(code).toBe(2);
  expect(stderr).toMatch(/client\.auth\.prefix: a header cannot hold a line feed/);
});
