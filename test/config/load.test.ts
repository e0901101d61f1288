import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadPipelineFile, nameFromFile, provideLibrary, withEnvFile } from '../../src/config/load.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { planOf } from '../../src/language/load-plan.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

provideLibrary(() => import('../../src/index.ts'));

async function load(name: string, text: string): Promise<unknown> {
  const file = path.join(await temporaryDirectory(), name);
  writeFileSync(file, text);
  return loadPipelineFile(file);
}

describe('loadPipelineFile', () => {
  const expected = { client: { base_url: 'https://x.example' }, resources: ['a'] };
  const object = `{ client: { base_url: 'https://x.example' }, resources: ['a'] }`;

  test.each([
    ['a.json', JSON.stringify(expected)],
    ['bom.json', `\uFEFF${JSON.stringify(expected)}`],
    ['a.yaml', 'client:\n  base_url: https://x.example\nresources: [a]\n'],
    ['a.yml', 'client: {base_url: https://x.example}\nresources:\n  - a\n'],
    [
      'a.ts',
      `import { definePipeline } from 'penstock';\nconst p: object = definePipeline(${object});\nexport default p;`,
    ],
    ['a.mjs', `export default ${object}`],
    ['a.cjs', `module.exports = ${object}`],
    ['a.js', `export default ${object}`],
  ])('%s', async (name, text) => {
    expect(await load(name, text)).toEqual(expected);
  });

  test.each([
    ['a.toml', '', /not a pipeline file/],
    ['a.json', '{', /cannot be read/],
    ['a.yaml', 'a: [', /cannot be read/],
    ['a.ts', 'export const x = 1;', /no default export/],
    ['a.ts', 'throw new Error("at load")', /cannot be read: at load/],
  ])('%s that is wrong', async (name, text, message) => {
    await expect(load(name, text)).rejects.toThrow(message);
  });

  test('one that is not there', async () => {
    await expect(loadPipelineFile('/nowhere/a.json')).rejects.toThrow(/there is no such file/);
  });
});

describe('what is hard to read', () => {
  test('integers keep their digits', async () => {
    const id = 9007199254740993n;
    expect(await load('a.json', '{"id": 9007199254740993, "n": 5}')).toEqual({ id, n: 5 });
    expect(await load('a.yaml', 'id: 9007199254740993\nn: 5\nx: 1.5\nneg: -9007199254740993\n')).toEqual({
      id,
      n: 5,
      x: 1.5,
      neg: -id,
    });
  });

  test('decimals too', async () => {
    const long = '0.12345678901234567890';
    for (const [name, text] of [
      ['a.json', `{"x": ${long}, "y": 1.50, "z": "1.5"}`],
      ['a.yaml', `x: ${long}\ny: 1.50\nz: "1.5"\n`],
    ] as const) {
      const { x, ...rest } = (await load(name, text)) as Record<string, unknown>;
      expect(String(x)).toBe(long);
      expect(rest).toEqual({ y: 1.5, z: '1.5' });
    }
  });

  test('what YAML spells in its own ways', async () => {
    const text = 'hex: 0x1F\noct: 0o17\nplus: +5\nhalf: .5\nlast: 1.\nzero: 007\ninf: .inf\n';
    expect(await load('a.yaml', text)).toEqual({
      hex: 31,
      oct: 15,
      plus: 5,
      half: 0.5,
      last: 1,
      zero: 7,
      inf: Infinity,
    });
  });

  test('a YAML value that holds itself is refused with its path', async () => {
    const written = await load('a.yaml', 'client: &a\n  x: *a\nresources: &b [*b]\n');
    expect(() => planOf(written, { environment: {} })).toThrow(ConfigError);
  });

  test.each([
    ['a.json', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['a.yaml', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ])('%s that is nested without end', async (name, text) => {
    await expect(load(name, text)).rejects.toThrow(ConfigError);
  });
});

test('an env file lies under the environment', async () => {
  const file = path.join(await temporaryDirectory(), '.env');
  writeFileSync(file, 'A=from file\nB="quoted # text"\n');
  expect(await withEnvFile({ A: 'from environment' }, file)).toEqual({
    A: 'from environment',
    B: 'quoted # text',
  });
  await expect(withEnvFile({}, '/nowhere')).rejects.toThrow(/no such file/);
});

test('a pipeline without a name has its file’s', () => {
  expect(nameFromFile('/a/b/crm-oauth2.ts')).toBe('crm-oauth2');
});
