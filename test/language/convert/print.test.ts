// What is printed reads back as what it was, in each language.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { env, secret } from '../../../src/config/values.ts';
import { printPipeline } from '../../../src/language/convert/print.ts';

const printed = (pipeline: Record<string, unknown>, language: 'ts' | 'json' | 'yaml') =>
  printPipeline({ pipeline, missing: [], notices: [], secrets: [] }, language, 'config.json');

/** The object that the text of a pipeline in TypeScript stands for. */
function evaluate(text: string): unknown {
  const body = text.slice(text.indexOf('definePipeline(')).replace(/;\s*$/, '');
  return new Function('definePipeline', 'secret', 'env', `return ${body}`)(
    (one: unknown) => one,
    secret,
    env,
  );
}

const pipelines = fc.dictionary(
  fc.string().filter((key) => key !== '__proto__'),
  fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('-0')),
);

test('any JSON', () => {
  fc.assert(
    fc.property(pipelines, (pipeline) => {
      const plain = JSON.parse(JSON.stringify({ pipeline }).replaceAll('__proto__', 'proto'));
      expect(JSON.parse(printed(plain, 'json'))).toEqual(plain);
      expect(JSON.parse(JSON.stringify(evaluate(printed({ json: plain }, 'ts'))))).toEqual({ json: plain });
      expect(parse(printed(plain, 'yaml'))).toEqual(plain);
    }),
    { numRuns: 200 },
  );
});

test('secrets and settings by their functions, but not in a body', () => {
  const text = printed(
    { auth: { token: { secret: 'token' } }, url: { env: 'URL' }, json: { secret: 'x' } },
    'ts',
  );
  expect(text).toContain("import { definePipeline, env, secret } from 'penstock';");
  expect(text).toContain("token: secret('token')");
  expect(text).toContain("url: env('URL')");
  expect(text).toMatch(/json: \{\s+secret: 'x',?\s+\}/);
});

test('what is missing stands in the head, on lines that are comments', () => {
  const conversion = {
    pipeline: { name: 'a' },
    missing: [{ path: 'resources[0].x', message: 'two\nlines' }],
    notices: ['a notice'],
    secrets: ['api-key'],
  };
  for (const [language, mark] of [
    ['ts', '//'],
    ['yaml', '#'],
  ] as const) {
    const lines = printPipeline(conversion, language, 'a\nb.json').split('\n');
    const head = lines.slice(0, 6);
    expect(head.every((line) => line.startsWith(mark))).toBe(true);
    expect(head.join('\n')).toMatch(/API_KEY[\s\S]*resources\[0\]\.x: two lines[\s\S]*a notice/);
  }
});
