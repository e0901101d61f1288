// penstock convert: what it prints passes check against a server, and what it cannot carry over ends in exit 2.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { penstock } from '../../helpers/cli.ts';
import { json, serve } from '../../helpers/serve.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

async function configFile(config: unknown, name = 'shop.json'): Promise<string> {
  const file = path.join(await temporaryDirectory(), name);
  await writeFile(file, typeof config === 'string' ? config : JSON.stringify(config));
  return file;
}

test.each(['ts', 'json', 'yaml'] as const)('as %s it passes check', async (language) => {
  const served = await serve((request, response) => {
    const isRight = request.headers.authorization === 'Bearer literal-token-1';
    json(response, isRight ? { data: [{ id: 1 }] } : { error: 'no' }, isRight ? 200 : 401);
  });
  const file = await configFile({
    client: { base_url: served.url, auth: { type: 'bearer', token: 'literal-token-1' } },
    resource_defaults: { primary_key: 'id', write_disposition: { disposition: 'merge', strategy: 'upsert' } },
    resources: [{ name: 'items', endpoint: { data_selector: 'data', paginator: 'single_page', data: null } }],
  });
  const converted = await penstock(['convert', file, '--as', language]);
  expect(converted.code).toBe(0);
  expect(converted.stdout + converted.stderr).not.toContain('literal-token-1');
  expect(converted.stderr).toContain('notice: resource_defaults.write_disposition.strategy: left out');
  const pipeline = await configFile(converted.stdout, `shop.${language}`);
  const checked = await penstock(['check', pipeline], { environment: { TOKEN: 'literal-token-1' } });
  expect(checked).toMatchObject({ code: 0, stdout: expect.stringContaining('1 record') });
});

test('what cannot be carried over is exit 2, and the rest is printed', async () => {
  const config = {
    client: {
      base_url: 'https://api.example.com',
      session: { '@python': 'Session', '@source': '<Session>' },
    },
    resources: ['a'],
  };
  const { code, stdout, stderr } = await penstock(['convert', await configFile(config)]);
  expect(code).toBe(2);
  expect(stdout).toMatch(/\/\/ {3}client\.session: Python/);
  expect(stdout).toContain("resources: [\n    'a',\n  ]");
  expect(stderr).toMatch(/error: .*1 thing could not be carried over\n {2}client\.session: Python/);
});

test('penstock runs no Python, and says what does', async () => {
  const { code, stdout, stderr } = await penstock(['convert', 'shop.py']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('penstock runs no Python');
  expect(stderr).toMatch(/python -c "import dlt.*" shop\.py \| penstock convert -/);
});

test('neither does it read pipelines in TypeScript', async () => {
  expect(await penstock(['convert', 'shop.ts'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('not a config'),
  });
});
