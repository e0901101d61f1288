import { expect, test } from 'vitest';
import { penstock } from '../../helpers/cli.ts';
import { json, serve } from '../../helpers/serve.ts';
import { pipelineFile } from '../../helpers/temporary.ts';

async function run(environment: Record<string, string>) {
  const api = await serve((_, response) => json(response, { data: [] }));
  const file = await pipelineFile({
    client: { base_url: api.url },
    resources: [{ name: 'things', endpoint: { data_selector: 'data' } }],
  });
  return penstock(['run', file], { environment });
}

test.each(['proxy.example.com:3128', '127.0.0.1:9', '  http://127.0.0.1:9  ', 'localhost'])(
  'the proxy "%s" is one, with or without its scheme',
  async (proxy) => {
    expect(await run({ HTTP_PROXY: proxy })).toMatchObject({ code: 0 });
  },
);

test.each(['http://127.0.0.1:99999', 'socks5://127.0.0.1:9', 'http://', ':::'])(
  'the proxy "%s" is a config error that names the variable',
  async (proxy) => {
    const outcome = await run({ HTTPS_PROXY: proxy });
    expect(outcome).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/HTTPS_PROXY is not the address/),
    });
  },
);
