// What preview and infer read: the first records, and what spoke against there being no more.
import { expect, test } from 'vitest';
import { penstock } from '../helpers/cli.ts';
import { json, serve } from '../helpers/serve.ts';
import { pipelineFile } from '../helpers/temporary.ts';

async function fileOf() {
  const api = await serve((_, response) =>
    json(response, { data: [{ id: 1 }, { id: 2 }], meta: { next_cursor: 'abc' } }),
  );
  return pipelineFile({
    client: { base_url: api.url },
    resources: [{ name: 'things', endpoint: { data_selector: 'data' } }],
  });
}

test('infer: the columns of what came, and the paginator to paste', async () => {
  const { code, stdout, stderr } = await penstock(['infer', await fileOf(), 'things']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\/\/ from 2 records on 1 page\n[\s\S]*id: \{ data_type: 'bigint'/);
  expect(stderr).toMatch(/^notice: things: .*"type": "cursor", "cursor_path": "meta\.next_cursor"/);
});

test('preview: the records, then the error', async () => {
  const { code, stdout, stderr } = await penstock(['preview', await fileOf(), 'things', '--json']);
  expect({ code, stdout }).toEqual({ code: 4, stdout: '{"id":1}\n{"id":2}\n' });
  expect(stderr).toMatch(/^error: things, page 1: .*meta\.next_cursor/);
});
