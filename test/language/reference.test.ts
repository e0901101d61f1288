// The reference is to be pasted from: each of its examples is a pipeline that loads.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonSchema } from '../../src/language/json-schema.ts';
import { components } from '../../src/language/language.ts';
import { planOf } from '../../src/language/load-plan.ts';
import { valueOfSecret } from '../helpers/secrets.ts';
import { blocksOf, REFERENCE } from '../programs/docs/documents.ts';

const text = readFileSync(REFERENCE, 'utf8');
const examples = blocksOf(text).filter((block) => block.language === 'yaml');
const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(
  jsonSchema(),
);

/** Of a part only what belongs to it is shown; a whole pipeline has a name. */
const isWhole = (example: string) => /^# [\w-]+\.yaml\n/.test(example);

describe.each(examples.map((block) => [block.text]))('%s', (example) => {
  const pipeline: unknown = parse(example);

  test('loads once its secrets are set', () => {
    const names = [...example.matchAll(/secret: (\w+)/g)].map(([, name = '']) => name.toUpperCase());
    const addresses = [...example.matchAll(/env: (\w+)/g)].map(([, name = '']) => [name, 'http://localhost']);
    const secrets = names.map((name) => [name, valueOfSecret(name)]);
    const plan = planOf(pipeline, { environment: Object.fromEntries([...addresses, ...secrets]) });
    if (!isWhole(example)) expect(plan.resources[0]?.name).toBe('users');
    expect(JSON.stringify([plan.client, plan.resources])).not.toContain('"secret"');
    expect(plan.notices).toEqual([]);
  });

  test('fits the JSON Schema', () => {
    expect(validate(pipeline), JSON.stringify(validate.errors)).toBe(true);
  });
});

test('has an example of every part, and a type for every key', () => {
  const { auth, paginators, partitionRouters, steps } = components;
  // Functions have no YAML.
  const plain = steps.filter(({ example }) =>
    Object.values(example).every((one) => typeof one !== 'function'),
  );
  const ofParts = examples.filter((example) => !isWhole(example.text));
  expect(ofParts).toHaveLength([...auth, ...paginators, ...partitionRouters, ...plain].length);
  const cells = [...text.matchAll(/^\| (`\w+`) \| (.*?) \|/gm)].filter(
    ([, , type]) => type === '' || type === 'unknown',
  );
  expect(cells).toEqual([]);
});
