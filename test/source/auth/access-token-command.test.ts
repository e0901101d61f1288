// An access token that a command prints: once for all requests, again when it is refused.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { lines, penstock } from '../../helpers/cli.ts';
import { json, serve } from '../../helpers/serve.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

async function opened(command: (directory: string) => string) {
  let valid = 'Token one';
  let isExpired = true;
  const api = await serve((request, response) => {
    if (request.headers.authorization !== valid) return json(response, { error: 'expired' }, 401);
    if (request.url === '/late' && isExpired) {
      isExpired = false;
      valid = 'Token two';
      return json(response, { error: 'expired' }, 401);
    }
    json(response, [{ id: request.url }]);
  });
  const directory = await temporaryDirectory();
  const file = path.join(directory, 'p.yaml');
  writeFileSync(
    file,
    `client:
  base_url: ${api.url}
  concurrency: 1
  auth: {type: oauth2, token_url: '${api.url}/token', client_id: {$secret: id}, refresh_token: {$secret: r}, token_prefix: Token}
resources: [first, late]
`,
  );
  const outcome = await penstock(['run', file, '--access-token-command', command(directory)]);
  return { directory, outcome, api };
}

test('no secret of the auth is asked for; a refused token is fetched anew', async () => {
  const { directory, outcome, api } = await opened(
    (own) => `echo x >> ${own}/calls; test $(wc -l < ${own}/calls) = 1 && echo one || echo two`,
  );
  expect(outcome).toMatchObject({ code: 0 });
  expect(lines(outcome.stdout).map(({ id }) => id)).toEqual(['/first', '/late']);
  expect(readFileSync(path.join(directory, 'calls'), 'utf8')).toBe('x\nx\n');
  expect(api.requests.some(({ target }) => target === '/token')).toBe(false);
});

test.each([
  ['echo "no such profile" >&2; exit 3', /failed: no such profile/],
  ['true', /printed no access token/],
  ['echo two words', /printed no access token/],
  [`echo '{"access_token": }'`, /printed no access token/],
])('%s', async (command, message) => {
  const { outcome } = await opened(() => command);
  expect(outcome.code).toBe(3);
  expect(outcome.stderr).toMatch(message);
});

test('JSON with a lifetime, as token endpoints print it', async () => {
  const { outcome } = await opened(() => `echo '{"access_token": "one", "expires_in": 3600}'`);
  // The second resource refuses it for good.
  expect(outcome.stderr).toMatch(/401/);
  expect(outcome.stderr).not.toMatch(/\bone\b/);
});
