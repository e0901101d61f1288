// Every registered processing step passes this suite.
import { describe, expect, test } from 'vitest';
import { PAGE_NAMES } from '../../src/config/step.ts';
import { steps } from '../../src/stages/steps/index.ts';
import { planWithSteps } from '../helpers/steps.ts';

describe.each(steps.map((one) => [one.type, one] as const))('%s', (type, declaration) => {
  test('declares a key of its name, a summary, a description of every key, an example that is valid', () => {
    expect(Object.keys(declaration.options.shape)).toContain(type);
    expect(declaration.summary).toMatch(/\.$/);
    for (const [key, schema] of Object.entries(declaration.options.shape)) {
      expect((schema as { description?: string }).description, key).toBeTruthy();
    }
    const [step] = planWithSteps([declaration.example]).processing_steps;
    expect(step?.type).toBe(type);
    for (const name of step?.names ?? []) expect(PAGE_NAMES).toContain(name);
  });

  test('makes one, or many, and leaves the record as it was', () => {
    const options = declaration.options.parse(declaration.example);
    const step = declaration.create(options as never);
    expect((step.one === undefined) !== (step.many === undefined)).toBe(true);
    const record = {
      id: 1,
      status: 'active',
      tags: ['crm'],
      lines: [{ n: 1 }],
      owner: { name: 'A', phone: 1 },
    };
    const before = JSON.stringify(record);
    const page = { response: {}, headers: {}, status: 200, partition: { region: 'eu' }, parent: undefined };
    const sight = { page, scope: { ...page, record } };
    const made = step.many?.(record, sight) ?? [step.one?.(record, sight)];
    for (const one of made) expect(typeof one).toBe('object');
    expect(JSON.stringify(record)).toBe(before);
  });
});

test('each key chooses one step', () => {
  const types = steps.map(({ type }) => type);
  expect(types).toEqual([...new Set(types)]);
});
