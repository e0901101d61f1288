// _manifest.json: what is in an export directory. Written last, so that it never names what is not there.
import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { storedColumnSchema } from '../../columns/options.ts';
import { StateError } from '../../core/errors.ts';

export const MANIFEST = '_manifest.json';

const manifestSchema = z.object({
  version: z.literal(1),
  pipeline: z.string(),
  format: z.string(),
  started: z.string(),
  finished: z.string(),
  resources: z.record(
    z.string(),
    z.object({
      complete: z.boolean(),
      pages: z.number(),
      records: z.number(),
      duplicates: z.number(),
      rejects: z.number(),
      /** Undefined for files without fixed columns. */
      columns: z.array(storedColumnSchema).optional(),
      files: z.array(
        z.object({
          path: z.string(),
          rows: z.number(),
          bytes: z.number(),
          sha256: z.string(),
          /** Options of the format that are not its defaults: whoever reads the file back needs them. */
          options: z.record(z.string(), z.unknown()).optional(),
        }),
      ),
    }),
  ),
});

export type Manifest = z.output<typeof manifestSchema>;
export type ManifestEntry = NonNullable<Manifest['resources'][string]>;

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/**
 * @returns the manifest of an earlier run, undefined where there is none
 * @throws StateError when it is damaged or not one of ours
 */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  const file = path.join(directory, MANIFEST);
  const text = await fs.readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new StateError(`${file} is damaged or not penstock's`, {
      cause: error,
      hint: 'export into another directory, or delete this file if its records may be replaced',
    });
  }
}
