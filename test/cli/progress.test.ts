// The live display on a terminal.
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { extract } from '../helpers/extract.ts';
import { json, serve } from '../helpers/serve.ts';
import { pipelineFile } from '../helpers/temporary.ts';

const page: Parameters<typeof extract>[0] = (_, response) => json(response, { data: [{ id: 1 }, { id: 2 }] });

test('a terminal gets a live line per resource, colours only without NO_COLOR', async () => {
  const api = await serve(page);
  const file = await pipelineFile({
    client: { base_url: api.url },
    resources: [{ name: 'things', endpoint: { data_selector: 'data' } }],
  });
  const run = async (environment: Record<string, string>) => {
    let shown = '';
    const stderr = Object.assign(
      new Writable({
        write: (chunk, _e, done) => {
          shown += chunk;
          done();
        },
      }),
      { isTTY: true, columns: 80, rows: 24 },
    );
    const stdout = new Writable({ write: (_c, _e, done) => done() });
    expect(
      await main(['run', file], { stdout, stderr, environment, signal: new AbortController().signal }),
    ).toBe(0);
    return shown;
  };
  const coloured = await run({});
  expect(coloured).toMatch(/✔.*things {2}1 page {2}2 records/);
  expect(coloured).toMatch(/\u001b\[32m/);
  expect(await run({ NO_COLOR: '1' })).not.toMatch(/\u001b\[3\dm/);
});
