// What of the options goes together, and answers that hold their tokens elsewhere.
import { describe, expect, test } from 'vitest';
import { lines, penstock } from '../../../helpers/cli.ts';
import { json, serve } from '../../../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../../../helpers/temporary.ts';

test.each([
  [
    'password without a user name',
    { password: 'a-password' },
    /auth\.username: is needed with grant_type password/,
  ],
  [
    'user name without a password',
    { username: 'reader' },
    /auth\.password: is needed with grant_type password/,
  ],
  [
    'the grant alone',
    { grant_type: 'password' },
    /auth\.username: is needed[\s\S]*auth\.password: is needed/,
  ],
  [
    'a password for client credentials',
    { grant_type: 'client_credentials', username: 'reader', password: 'a-password' },
    /auth\.username: is of no use with grant_type client_credentials[\s\S]*auth\.password: is of no use/,
  ],
  [
    'a refresh token for a password',
    { grant_type: 'password', username: 'reader', password: 'a-password', refresh_token: 'a-token' },
    /auth\.refresh_token: is of no use with grant_type password/,
  ],
  ['a refresh without a token', { grant_type: 'refresh_token' }, /auth\.refresh_token: is needed/],
  ['a prefix that no header carries', { token_prefix: 'a\nb' }, /auth\.token_prefix: a header cannot hold/],
  ['a path that is none', { token_path: 'a[' }, /auth\.token_path: not a path/],
])('%s is refused before the first request', async (_name, more, says) => {
  const served = await serve((_, response) => json(response, []));
  const auth = { type: 'oauth2', token_url: `${served.url}/token`, client_id: 'the-client', ...more };
  const file = await pipelineFile({ client: { base_url: served.url, auth }, resources: ['things'] });
  const { code, stderr } = await penstock(['run', file]);
  expect(code).toBe(2);
  expect(stderr).toMatch(says);
  expect(served.requests).toEqual([]);
});

describe('paths of the answer', () => {
  const PATHS = {
    token_path: 'result.tokens[0].value',
    expires_in_path: 'result.ttl',
    refresh_token_path: "['next.refresh']",
  };

  test('token, lifetime and refresh token are taken from where they are said to be', async () => {
    const given: string[] = [];
    const served = await serve(async (request, response) => {
      if (request.url !== '/token') {
        return json(response, [{ id: 1, by: request.headers.authorization }]);
      }
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      given.push(new URLSearchParams(Buffer.concat(chunks).toString()).get('refresh_token') ?? '');
      return json(response, {
        access_token: 'not-this-one',
        result: { tokens: [{ value: `token-${given.length}` }], ttl: '900' },
        'next.refresh': `refresh-${given.length}`,
      });
    });
    const auth = {
      type: 'oauth2',
      token_url: `${served.url}/token`,
      client_id: 'the-client',
      refresh_token: 'refresh-0',
      ...PATHS,
    };
    const file = await pipelineFile({ client: { base_url: served.url, auth }, resources: ['things'] });
    const environment = { PENSTOCK_STATE_DIR: await temporaryDirectory() };
    for (const round of [1, 2]) {
      const { code, stdout, stderr } = await penstock(['run', file], { environment });
      expect(code, stderr).toBe(0);
      expect(lines(stdout)).toEqual([{ id: 1, by: `Bearer token-${round}` }]);
    }
    expect(given).toEqual(['refresh-0', 'refresh-1']);
  });

  test('a path that finds nothing is named', async () => {
    const served = await serve((_, response) => json(response, { access_token: 'canary-token' }));
    const auth = { type: 'oauth2', token_url: `${served.url}/token`, client_id: 'the-client', ...PATHS };
    const file = await pipelineFile({ client: { base_url: served.url, auth }, resources: ['things'] });
    const { code, stderr } = await penstock(['run', file]);
    expect(code).toBe(3);
    expect(stderr).toContain('no result.tokens[0].value in the answer');
    expect(stderr).not.toContain('canary');
  });
});
