// What a session auth may be told: slips are refused before the first request.
import { expect, test } from 'vitest';
import { penstock } from '../../../helpers/cli.ts';
import { json, serve } from '../../../helpers/serve.ts';
import { pipelineFile } from '../../../helpers/temporary.ts';

const login = {
  path: '/login',
  data: { username: 'reader', password: { secret: 'password' } },
};

test.each([
  ['no login', {}, /auth\.login/],
  ['two places', { login, token_path: 't', header: 'a', query: 'b' }, /auth\.query: is given beside header/],
  ['a header without a token', { login, header: 'a' }, /auth\.header: is of a token, so it needs token_path/],
  ['a header that HTTP lacks', { login, token_path: 't', header: 'a b' }, /auth\.header: HTTP cannot carry/],
  ['two bodies', { login: { ...login, json: {} } }, /auth\.login\.data: is given beside json/],
  [
    'a reference in JSON, where it would be sent',
    { login: { path: '/l', json: { user: [{ password: { secret: 'password' } }] } } },
    /auth\.login\.json: would send .* write "\{secrets\.password\}"/,
  ],
  ['steps out of the address', { login: { ...login, path: '../login' } }, /auth\.login\.path: must not hold/],
  ['an unknown word', { login: { ...login, url: '/x' } }, /auth\.login\.url/],
  ['a placeholder', { login: { ...login, path: '/{id}' } }, /auth\.login\.path: nothing fills/],
  [
    'a missing secret',
    { login: { path: '/l', json: { p: '{secrets.absent}' } } },
    /secret "absent" is not set/,
  ],
])('%s is refused before the first request', async (_name, options, says) => {
  const served = await serve((_, response) => json(response, []));
  const client = { base_url: served.url, auth: { type: 'session', ...options } };
  const file = await pipelineFile({ client, resources: ['things'] });
  const { code, stderr } = await penstock(['run', file], { environment: { PASSWORD: 'the-password' } });
  expect(code).toBe(2);
  expect(stderr).toMatch(says);
  expect(served.requests).toEqual([]);
});
