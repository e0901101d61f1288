// A pipeline carries the language it was written in, through its file and the command line.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/core/errors.ts';
import { createLanguage, languageOf, writtenIn } from '../../src/language/language.ts';
import { planOf } from '../../src/language/load-plan.ts';
import { penstock } from '../helpers/cli.ts';
import { json, serve } from '../helpers/serve.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

// Everything a part needs comes from the library itself: the file lies where no package can be found.
const EXTENDED = `
import { declarePaginator, done, extend, z } from 'penstock';

const everyOther = declarePaginator({
  type: 'every_other',
  summary: 'Asks for pages 1, 3 and 5.',
  options: z.object({ parameter: z.string().default('page').describe('query parameter') }),
  example: { type: 'every_other' },
  create: ({ parameter }) => ({
    start: { page: 1 },
    request: ({ page }) => ({ query: { [parameter]: Number(page) } }),
    next: ({ position }) => (Number(position.page) >= 5 ? done : { position: { page: Number(position.page) + 2 } }),
  }),
});

export default extend({ paginators: [everyOther] }).definePipeline({
  client: { base_url: 'BASE' },
  resources: [{ name: 'things', endpoint: { paginator: 'every_other', data_selector: '$' } }],
});
`;

describe('a pipeline file with a part of its own, outside any project', () => {
  test('is listed and run by the command line', async () => {
    const api = await serve((request, response) => json(response, [{ url: request.url }]));
    const file = path.join(await temporaryDirectory(), 'own.ts');
    writeFileSync(file, EXTENDED.replace('BASE', api.url));
    expect((await penstock(['list', file])).stdout).toContain('every_other');
    const { code, stdout, stderr } = await penstock(['run', file, 'things']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim().split('\n')).toEqual(
      [1, 3, 5].map((page) => JSON.stringify({ url: `/things?page=${page}` })),
    );
  });
});

describe('planOf', () => {
  const pipeline = { client: { base_url: 'http://localhost' }, resources: ['a'] };

  test('a plan carries its language', () => {
    const language = createLanguage();
    expect(planOf(writtenIn(language, { ...pipeline }), { environment: {} }).language).toBe(language);
    expect(languageOf(pipeline)).toBeUndefined();
    expect(planOf(pipeline, { environment: {}, language }).language).toBe(language);
  });

  test('is named after its file, unless it says', () => {
    expect(planOf(pipeline, { environment: {} }).name).toBe('pipeline');
    expect(planOf(pipeline, { environment: {}, name: 'crm' }).name).toBe('crm');
    expect(planOf({ ...pipeline, name: 'own' }, { environment: {}, name: 'crm' }).name).toBe('own');
  });

  test('adjusts a copy before it is checked', () => {
    const adjust = () => ({ ...pipeline, resources: [] });
    expect(() => planOf(pipeline, { environment: {}, adjust })).toThrow(ConfigError);
  });
});
