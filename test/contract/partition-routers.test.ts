// Every registered partition router passes this suite.
import { describe, expect, test } from 'vitest';
import type { Slice } from '../../src/source/partitions/contract.ts';
import { partitionRouters } from '../../src/source/partitions/index.ts';

describe.each(partitionRouters.map((one) => [one.type, one] as const))('%s', (_type, declaration) => {
  const create = async () => {
    const partitions: Slice[] = [];
    for await (const one of declaration.create(declaration.options.parse(declaration.example)))
      partitions.push(one);
    return partitions;
  };

  test('declares an example, a summary and a description of every key', () => {
    expect(declaration.summary).toMatch(/\.$/);
    for (const [key, schema] of Object.entries(declaration.options.shape)) {
      expect((schema as { description?: string }).description, key).toBeTruthy();
    }
  });

  test('gives the same slices each time, each with a key of its own', async () => {
    const keys = (await create()).map((partition) => partition.key);
    expect(keys.length).toBeGreaterThan(0);
    expect(await create()).toEqual(await create());
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => key !== '')).toBe(true);
  });
});
