import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { components, definePipeline } from '../../src/language/language.ts';
import type { Column, CursorPaginator, OffsetPaginator, Pipeline } from '../../src/language/pipeline-type.ts';
import { PIPELINE_TYPE, pipelineType } from '../programs/docs/pipeline-type.ts';

const written = readFileSync(PIPELINE_TYPE, 'utf8');

test('follows from the declarations (else: npm run docs)', () => {
  const biome = path.join(import.meta.dirname, '../../node_modules/.bin/biome');
  const formatted = execFileSync(biome, ['format', '--stdin-file-path', PIPELINE_TYPE], {
    input: pipelineType(),
  });
  expect(written).toBe(formatted.toString());
});

test('holds the words of every part', () => {
  for (const { summary, options } of [
    ...components.auth,
    ...components.paginators,
    ...components.partitionRouters,
  ]) {
    expect(written).toContain(summary);
    for (const key of Object.values(options.shape)) {
      if (key.description !== undefined) expect(written).toContain(key.description);
    }
  }
});

test('takes what may be written and refuses the rest', () => {
  const client = { base_url: 'https://api.example.com' };
  definePipeline({ client: { ...client, auth: 'bearer' }, resources: ['a', { name: 'b', endpoint: '/b' }] });
  definePipeline({
    client,
    resources: [{ name: 'a', endpoint: { params: { id: 7n }, json: { a: [7n, null] } } }],
  });
  // @ts-expect-error an unknown key
  const pipeline: Pipeline = { client, resorces: [], resources: ['a'] };
  // @ts-expect-error a type that no column has
  const column: Column = { data_type: 'integer' };
  // @ts-expect-error a word that offset does not know
  const offset: OffsetPaginator = { type: 'offset', limit: 5, limt: 5 };
  const cursor: CursorPaginator = {
    type: 'cursor',
    cursor_path: 'next',
    cursor_param: 'cursor',
    stop_condition: (_response, page) => page.page > 3,
  };
  expect([pipeline.resources, column.data_type, offset.type, cursor.type]).toEqual([
    ['a'],
    'integer',
    'offset',
    'cursor',
  ]);
});
