// The JSON Schema of a pipeline file in JSON or YAML, where a text may also be a reference.
import { z } from 'zod';
import { builtIn } from './language.ts';

const REFERENCE = {
  anyOf: [
    {
      type: 'object',
      description: 'a secret from the environment, a _FILE variable or an env file',
      properties: { secret: { type: 'string' } },
      required: ['secret'],
      additionalProperties: false,
    },
    {
      type: 'object',
      description: 'an environment variable that is no secret',
      properties: { env: { type: 'string' }, default: { type: 'string' } },
      required: ['env'],
      additionalProperties: false,
    },
  ],
};

export function jsonSchema(): object {
  const generated = z.toJSONSchema(builtIn.writtenSchema(), {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema: node }) => {
      if (node.type !== 'string' || node.enum !== undefined || node.const !== undefined) return;
      const { description, ...rest } = node;
      for (const key of Object.keys(node)) delete (node as Record<string, unknown>)[key];
      Object.assign(node, description === undefined ? {} : { description }, {
        anyOf: [rest, { $ref: '#/$defs/reference' }],
      });
    },
  });
  const { $defs, ...rest } = generated as Record<string, unknown> & { $defs?: object };
  return { ...rest, title: 'penstock pipeline', $defs: { ...$defs, reference: REFERENCE } };
}
