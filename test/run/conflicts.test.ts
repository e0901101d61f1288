// Equal keys with different records: counted apart, and said wherever the records go.
import { describe, expect, test } from 'vitest';
import { extract } from '../helpers/extract.ts';
import { json } from '../helpers/serve.ts';

const endpoint = {
  partition_router: { type: 'list', values: ['a', 'b'], cursor_field: 'kind' },
  paginator: 'single_page',
};

describe('ids that are unique only within a partition', () => {
  const run = (words: string[]) =>
    extract(
      (request, response) =>
        json(response, { data: [{ id: 1, of: request.url?.includes('kind=a') ? 'a' : 'b' }] }),
      { resource: { primary_key: 'id' }, endpoint, words },
    );

  test.each([[[]], [['-q']]])('into a pipe, %j', async (words) => {
    const { code, stderr, records } = await run(words);
    expect({ code, records }).toEqual({ code: 0, records: [{ id: 1, of: 'a' }] });
    expect(stderr).toMatch(/^notice: things: 1 record dropped that differ/);
  });

  test('in the report', async () => {
    const { stderr } = await run(['--log-format', 'json']);
    const last = JSON.parse(stderr.trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ resources: [{ records: 1, duplicates: 1, conflicts: 1 }] });
  });
});

test('the same record again is a duplicate, and nothing is said', async () => {
  const { code, stderr } = await extract((_, response) => json(response, { data: [{ id: 1 }, { id: 1 }] }), {
    resource: { primary_key: 'id' },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
