// Each recipe of pipelines/recipes against an API that pages as the real one does; and one slip in it never passes.
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lines, penstock } from '../../helpers/cli.ts';
import { serve } from '../../helpers/serve.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';
import { listenerOf, type Recipe } from './api.ts';
import { counted } from './apis/counted.ts';
import { cursors } from './apis/cursors.ts';
import { links } from './apis/links.ts';
import { odata } from './apis/odata.ts';

const folder = path.join(import.meta.dirname, '../../../pipelines/recipes');
const recipes = [...odata, ...cursors, ...links, ...counted];

async function run({ api, base = '', environment }: Recipe, text: string, isQuick = false) {
  const { url, requests } = await serve(listenerOf(api));
  const file = path.join(await temporaryDirectory(), 'recipe.yaml');
  await writeFile(file, text);
  const quick = isQuick ? ['--set', 'client.retry.initial_wait=0.001'] : [];
  const outcome = await penstock(['run', file, ...quick], {
    environment: { API_URL: url + base, ...environment },
  });
  return { ...outcome, records: lines(outcome.stdout), requests };
}

test('every recipe is tried here, and every one is listed', () => {
  const files = readdirSync(folder).map((file) => path.basename(file, '.yaml'));
  expect(recipes.map(({ name }) => name).sort()).toEqual(files.sort());
  const readme = readFileSync(path.join(folder, '../README.md'), 'utf8');
  for (const file of files) expect(readme).toContain(`(recipes/${file}.yaml)`);
});

describe.each(recipes.map((recipe) => [recipe.name, recipe] as const))('%s', (name, recipe) => {
  const text = readFileSync(path.join(folder, `${name}.yaml`), 'utf8');

  test('reads every record, in order', async () => {
    const outcome = await run(recipe, text);
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.records).toEqual(recipe.records);
  });

  test.each(recipe.slips.map((slip) => [`${slip.from} -> ${slip.to}`, slip] as const))(
    '%s',
    async (_title, { from, to, says, isHarmless = false }) => {
      const [comment = '', pipeline = ''] = text.split(/(?=^name:)/m);
      expect(pipeline).toContain(from);
      const outcome = await run(recipe, comment + pipeline.replace(from, () => to), true);
      expect(outcome.stderr).toMatch(says);
      expect(outcome.code === 0).toBe(isHarmless);
      if (isHarmless) expect(outcome.records).toEqual(recipe.records);
    },
  );
});
