// What run() throws when a run was not well.
import { PassThrough } from 'node:stream';
import { ndjson, open, RunError } from 'penstock';
import { describe, expect, test } from 'vitest';
import { json, serve } from '../helpers/serve.ts';

describe('run', () => {
  async function halfBroken() {
    const api = await serve((request, response) =>
      request.url === '/a' ? json(response, { data: [{ id: 1 }] }) : json(response, { error: 'no' }, 404),
    );
    return open({
      client: { base_url: api.url, paginator: 'single_page' },
      resources: ['a', 'b'].map((name) => ({ name, endpoint: { data_selector: 'data' } })),
    });
  }

  test('a resource that failed: RunError, with the report', async () => {
    await using opened = await halfBroken();
    const error = await opened
      .run({ to: ndjson(new PassThrough().resume()) })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RunError);
    expect(error).toMatchObject({
      exitCode: 6,
      message: expect.stringMatching(/^1 of 2 resources not complete; b: .*404/),
      report: { resources: [{ status: 'complete' }, { status: 'failed', error: { exitCode: 4 } }] },
    });
  });

  test("onPartial: 'report' returns it", async () => {
    await using opened = await halfBroken();
    const report = await opened.run({ to: ndjson(new PassThrough().resume()), onPartial: 'report' });
    expect(report.exitCode).toBe(6);
  });
});
