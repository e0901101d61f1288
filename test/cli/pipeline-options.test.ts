// The options of every command with a pipeline file: where settings and secrets come from.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { penstock } from '../helpers/cli.ts';
import { json, serve } from '../helpers/serve.ts';
import { pipelineFile } from '../helpers/temporary.ts';

const pipeline = path.join(import.meta.dirname, '../../pipelines/crm-oauth2.ts');

describe('settings', () => {
  test('--env-file and --set', async () => {
    const api = await serve((request, response) =>
      json(response, { data: [{ token: request.headers.authorization }] }),
    );
    const file = await pipelineFile({
      client: { base_url: 'http://127.0.0.1:9', auth: { type: 'bearer', token: { secret: 'token' } } },
      resources: [{ name: 'things', endpoint: { data_selector: 'nothing' } }],
    });
    const envFile = path.join(path.dirname(file), 'secrets.env');
    writeFileSync(envFile, 'TOKEN=token-of-the-file\n');
    const words = [
      'run',
      file,
      '--env-file',
      envFile,
      '--set',
      `client.base_url=${api.url}`,
      '--set',
      'resources[0].endpoint.data_selector=data',
    ];
    expect(await penstock(words)).toMatchObject({
      code: 0,
      stdout: '{"token":"Bearer token-of-the-file"}\n',
    });
    const refused = await penstock([...words, '--set', 'resources[7].name=x']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/the list has no entry "7"/) });
  });

  test('missing secrets are all named at once', async () => {
    const { code, stderr } = await penstock(['run', pipeline]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /3 problems[\s\S]*client_id: secret "client_id" is not set; looked for CRM_OAUTH2_CLIENT_ID,[\s\S]*client_secret[\s\S]*refresh_token/,
    );
  });
});
