// Secrets in what the command line prints: text, logs, summaries.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { penstock } from '../helpers/cli.ts';
import { json, serve } from '../helpers/serve.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';

async function run(
  client: object,
  words: string[],
  environment: Record<string, string>,
  listener = (_: unknown, response: Parameters<typeof json>[0]) =>
    json(response, { data: Array.from({ length: 1000 }, (_, id) => ({ id })) }),
) {
  const api = await serve(listener);
  const file = await pipelineFile({
    client: { base_url: api.url, ...client },
    resources: [{ name: 'things', endpoint: { data_selector: 'data' } }],
  });
  return penstock(['run', file, ...words], { environment });
}

test.each(['1000', 'complete', 'true', 'started'])('the secret "%s" spoils no JSON', async (value) => {
  const summary = path.join(await temporaryDirectory(), 'summary.json');
  const auth = { type: 'bearer', token: { secret: 'token' } };
  const words = ['-v', '--log-format', 'json', '--summary-file', summary];
  const { code, stderr } = await run({ auth }, words, { TOKEN: value });
  expect(code, stderr).toBe(0);
  const events = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.find((event) => event.kind === 'page')?.records).toBe(1000);
  expect(JSON.parse(await readFile(summary, 'utf8')).resources[0]).toMatchObject({
    records: 1000,
    status: 'complete',
  });
});

test('a secret that looks like JSON is masked, and the log stays JSON', async () => {
  const secret = '","level":"x\\';
  const { stderr } = await run(
    { auth: { type: 'http_basic', username: 'u', password: { secret: 'password' } } },
    ['--log-format', 'json'],
    { PASSWORD: secret },
    (_, response) => json(response, { error: `no ${secret} here` }, 403),
  );
  for (const line of stderr.trim().split('\n'))
    expect(JSON.stringify(JSON.parse(line))).not.toContain('level\\\\\\":');
});

test('literal credentials of the pipeline are masked too, in the requests that -v shows', async () => {
  const client = { params: { api_key: "literal~!'()*-key", page_size: 'plain-size' } };
  const { code, stderr } = await run(client, ['-v'], {});
  expect(code).toBe(0);
  expect(stderr).toMatch(/api_key=\*\*\*/);
  expect(stderr).toContain('page_size=plain-size');
  expect(stderr).not.toContain('literal');
});

test('a long secret that the server repeats is masked before its text is cut', async () => {
  const token = `Aa1-${'xyz9_'.repeat(120)}`;
  const { code, stderr } = await run(
    { auth: { type: 'bearer', token: { secret: 'token' } } },
    [],
    { TOKEN: token },
    (_, response) => json(response, { error: `Bearer ${token} may not read this` }, 403),
  );
  expect(code).toBe(4);
  expect(stderr).toMatch(/Bearer \*\*\* may not read this/);
});
