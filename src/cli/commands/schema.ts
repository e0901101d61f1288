// penstock schema: the JSON Schema of pipeline files, derived from the one declaration.
import { jsonSchema } from '../../language/json-schema.ts';
import type { Io } from '../io.ts';

export async function schemaCommand(io: Io): Promise<number> {
  io.stdout.write(`${JSON.stringify(jsonSchema(), null, 1)}\n`);
  return 0;
}
