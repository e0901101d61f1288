// Every registered partition router passes this suite.
import { describe, expect, test } from 'vitest';
import type { PartitionRouterDeclaration, Slice } from '../../src/source/partitions/contract.ts';
import { partitionRouters } from '../../src/source/partitions/index.ts';

// What a router gets that reads for the records of a parent.
async function* parents() {
  for (const id of [1, 2, 3]) {
    const values = { 'resources.users.id': id };
    yield {
      key: `users.id=${id}`,
      params: {},
      headers: {},
      body: {},
      pathValues: {},
      recordFields: {},
      values,
    };
  }
}

describe.each(partitionRouters.map((one) => [one.type, one] as const))('%s', (_type, declaration) => {
  const create = async () => {
    const partitions: Slice[] = [];
    const create = declaration.create as PartitionRouterDeclaration['create'];
    for await (const one of create(declaration.options.parse(declaration.example), parents())) {
      partitions.push(one);
    }
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
