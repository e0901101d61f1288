// What `tap-penstock --config FILE` may say.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { didYouMean } from '../../core/did-you-mean.ts';
import { ConfigError, describe, type Problem, UsageError } from '../../core/errors.ts';
import { parseJson } from '../../core/parse-json.ts';
import { parseRejectLimit } from '../../run/rejects.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const configSchema = z.strictObject({
  pipeline: z.string().min(1).describe('the pipeline file, from the current directory'),
  environment: z
    .record(z.string(), scalar)
    .default({})
    .describe('secrets and settings of the pipeline, by the names that they have in the environment'),
  env_file: z.string().optional().describe('a file of more of them; the ones above win'),
  set: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('values of the pipeline to change: {"client.base_url": "http://localhost:8080"}'),
  rejects: z.string().optional().describe('file for records that break their schema'),
  max_rejects: z
    .union([z.number().int().min(0), z.string()])
    .transform((written, context) => {
      const limit = parseRejectLimit(String(written));
      if (limit === undefined)
        context.addIssue({ code: 'custom', message: 'is no number and no percentage' });
      return limit;
    })
    .optional()
    .describe('most rejected records of each stream, or so many percent ("5%")'),
});

export type TapConfig = z.output<typeof configSchema>;

/** The keys with what they mean, for the help. */
export const configWords: readonly (readonly [key: string, meaning: string])[] = Object.entries(
  configSchema.shape,
).map(([key, schema]) => [key, schema.description ?? '']);

/**
 * @param files of several the later ones win, key by key
 * @throws UsageError or ConfigError that names the file
 */
export async function readConfig(files: readonly string[]): Promise<TapConfig> {
  const objects = await Promise.all(files.map((file) => readObject(file, '--config')));
  const merged: unknown = Object.assign({}, ...objects);
  const { success, data, error } = configSchema.safeParse(merged);
  if (success) return data;
  const known = configWords.map(([key]) => key);
  const problems = error.issues.flatMap((issue): Problem[] => {
    if (issue.code !== 'unrecognized_keys')
      return [{ path: issue.path.join('.') || 'config', message: issue.message }];
    return issue.keys.map((key) => ({ path: key, message: `unknown key${didYouMean(key, known)}` }));
  });
  throw new ConfigError(`${files.join(', ')}: no config of tap-penstock`, {
    problems,
    hint: `known: ${known.join(', ')}`,
  });
}

/** @throws UsageError where the file holds no JSON object */
export async function readObject(file: string, flag: string): Promise<object> {
  let written: unknown;
  try {
    written = parseJson(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${flag} ${file} cannot be read: ${describe(error)}`, { cause: error });
  }
  if (typeof written === 'object' && written !== null && !Array.isArray(written)) return written;
  throw new UsageError(`${flag} ${file}: expected a JSON object`);
}
