// init: a file to begin with.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { penstock } from '../../helpers/cli.ts';
import { json, serve } from '../../helpers/serve.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

describe('init', () => {
  test('a file that checks once its address is filled in, and is never written over', async () => {
    const directory = await temporaryDirectory();
    const name = path.join(directory, 'shop');
    expect(await penstock(['init', name])).toMatchObject({ code: 0, stdout: '' });
    const api = await serve((_, response) => json(response, { data: [{ id: 1 }] }));
    const checked = await penstock(['check', `${name}.ts`], { environment: { BASE_URL: api.url } });
    expect(checked).toMatchObject({ code: 0, stdout: expect.stringMatching(/ok +items +1 record/) });
    expect(await penstock(['init', `${name}.ts`])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/is there already/),
    });
    expect(await penstock(['init', path.join(directory, 'x.yaml')])).toMatchObject({ code: 2 });
    expect(readFileSync(`${name}.ts`, 'utf8')).toContain("name: 'shop'");
  });

  test('a name of any letters loads, and none is taken for a word of the template', async () => {
    const name = "it's FILES and NAMES, a$&b";
    const file = path.join(await temporaryDirectory(), `${name}\nline.ts`);
    expect(await penstock(['init', file])).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toContain(`// ${name} line: what it reads`);
    const { code, stdout, stderr } = await penstock(['list', file]);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^items /m);
  });

  test('a place that cannot be written', async () => {
    const file = path.join(await temporaryDirectory(), 'nowhere', 'shop.ts');
    expect(await penstock(['init', file])).toMatchObject({
      code: 7,
      stderr: expect.stringMatching(/^error: cannot write .*shop\.ts: /),
    });
  });
});
