import { describe, expect, test } from 'vitest';
import { resolvePipeline } from '../../src/config/resolve.ts';
import type { ConfigError } from '../../src/core/errors.ts';
import { builtIn } from '../../src/language/language.ts';

const id = { data_type: 'text' };

function resolve(resource: object) {
  const pipeline = {
    client: { base_url: 'https://api.example.com' },
    resources: [{ name: 'a', ...resource }],
  };
  return resolvePipeline(pipeline, builtIn.schema, { defaultName: 'p', environment: {} }).resources[0];
}

function problemsIn(resource: object): string[] {
  try {
    resolve(resource);
  } catch (error) {
    return (error as ConfigError).problems.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

describe('schema_contract without columns', () => {
  test.each(['freeze', 'discard_row', 'discard_value', { columns: 'freeze' }, { data_type: 'freeze' }])(
    '%o has nothing to hold to',
    (schema_contract) => {
      expect(problemsIn({ schema_contract })).toEqual([
        expect.stringMatching(/^resources\[0\]\.schema_contract: .* there are none: declare `columns`/),
      ]);
      expect(problemsIn({ schema_contract, columns: { id } })).toEqual([]);
    },
  );

  test.each(['evolve', {}, { columns: 'evolve' }, null])('%o is what is done anyway', (schema_contract) => {
    expect(problemsIn({ schema_contract })).toEqual([]);
  });
});

describe('a column that says it is the primary key', () => {
  test('is the key, behind what the resource names', () => {
    const columns = { id: { ...id, primary_key: true }, other: { ...id, primary_key: false } };
    expect(resolve({ columns })).toMatchObject({ primary_key: ['id'], dedupe: true });
    expect(resolve({ columns, primary_key: 'other' })).toMatchObject({ primary_key: ['other', 'id'] });
    expect(resolve({ columns, primary_key: ['id'] })).toMatchObject({ primary_key: ['id'] });
    expect(resolve({ columns, write_disposition: 'merge' })).toMatchObject({ write_disposition: 'merge' });
  });
});
