// schema: printed for editors.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { penstock } from '../../helpers/cli.ts';

describe('schema', () => {
  test('is a JSON Schema in which the seeds are valid', async () => {
    const { code, stdout } = await penstock(['schema']);
    expect(code).toBe(0);
    const schema = JSON.parse(stdout);
    expect(schema).toMatchObject({
      type: 'object',
      title: 'penstock pipeline',
      required: ['client', 'resources'],
    });
    const { Ajv2020 } = await import('ajv/dist/2020.js');
    const validate = new Ajv2020({ strict: false }).compile(schema);
    for (const seed of ['crm-oauth2', 'crm-api-key']) {
      const file = path.join(import.meta.dirname, `../../fixtures/seeds/${seed}.json`);
      expect(validate(JSON.parse(readFileSync(file, 'utf8'))), JSON.stringify(validate.errors)).toBe(true);
    }
    expect(validate({ client: { base_url: 5 }, resources: [] })).toBe(false);
  });
});
