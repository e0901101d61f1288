// penstock schema: the JSON Schema of pipeline files, derived from the one declaration.
import type { CommandDeclaration } from '../command.ts';

export const schema = {
  name: 'schema',
  summary: 'print the JSON Schema of pipeline files, for editors',
  examples: ['penstock schema > penstock.schema.json'],
  declare: (command) => command,
  async run({ io }) {
    const { jsonSchema } = await import('../../language/json-schema.ts');
    io.stdout.write(`${JSON.stringify(jsonSchema(), null, 1)}\n`);
    return 0;
  },
} satisfies CommandDeclaration;
