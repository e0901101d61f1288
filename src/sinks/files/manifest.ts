// _manifest.json: what is in an export directory. Written last, so that it never names what is not there.
import path from 'node:path';
import { z } from 'zod';
import { storedColumnSchema } from '../../columns/stored.ts';
import { describe, StateError } from '../../core/errors.ts';
import { PART_PATH } from './names.ts';
import { readOwnText } from './own-text.ts';
import { committedSchema, shardFactsSchema } from './shard-facts.ts';

export const MANIFEST = '_manifest.json';
/** Beside it: what the next run of an incremental resource goes on from. */
export const STATE = '_state.json';

const fileSchema = z.object({
  path: z.string().regex(PART_PATH, 'is not the name of a part of an export'),
  rows: z.number(),
  bytes: z.number(),
  sha256: z.string(),
});

const partSchema = fileSchema.extend({
  /** Version 2; before it, the name's ending tells. */
  format: z.string().optional(),
  compression: z.enum(['gzip', 'zstd']).optional(),
  /** Options of the format that are not its defaults: whoever reads the file back needs them. */
  options: z.record(z.string(), z.unknown()).optional(),
});

export const columnSchema = storedColumnSchema.extend({
  /** Where a declared column is taken from in the API's records. */
  from: z.string().optional(),
});

const entrySchema = z.object({
  /** Whether the last run read everything that the API had to give. */
  complete: z.boolean(),
  pages: z.number(),
  /** Records that lie in the files. */
  records: z.number(),
  duplicates: z.number(),
  /** Rejected records that lie there, or were given to --rejects by the last run. */
  rejects: z.number(),
  /** What the output is called, where it is not as the resource. */
  table_name: z.string().optional(),
  // What the files are, so that a later run can tell whether it can stand on them; version 1 does not say.
  write_disposition: z.enum(['replace', 'append', 'merge']).optional(),
  primary_key: z.array(z.string()).optional(),
  naming: z.string().optional(),
  /** Levels of objects that are columns; none where it is not said. */
  max_table_nesting: z.number().optional(),
  /** Undefined for files without fixed columns. */
  columns: z.array(columnSchema).optional(),
  /** Whether files with columns also have one for every other field. */
  extra: z.boolean().optional(),
  files: z.array(partSchema),
  rejected: z.array(fileSchema).optional(),
});

const manifestSchema = z.object({
  version: z.union([z.literal(1), z.literal(2)]),
  pipeline: z.string(),
  format: z.string(),
  started: z.string(),
  finished: z.string(),
  /** In an object store: the object that holds the state; it changes with the manifest, all or nothing. */
  state: z
    .string()
    .regex(/^_state\/[\w-]+\.json$/, 'is not the name of a state')
    .optional(),
  // A map, because a resource may be called as what every object has (`__proto__`).
  resources: z
    .unknown()
    .transform(
      (written) =>
        new Map(Object.entries(Object(written)).map(([name, one]) => [name, entrySchema.parse(one)])),
    ),
  /** Where the export is one shard of another. */
  shard: shardFactsSchema.optional(),
  /** Where the last run was put together from shards: the hashes of their manifests. */
  shards: committedSchema.optional(),
});

export type Manifest = z.output<typeof manifestSchema>;
export type ManifestEntry = z.output<typeof entrySchema>;
/** What a manifest says beside its resources. */
export type ManifestMarks = Pick<Manifest, 'shard' | 'shards'>;
export type ManifestFile = z.output<typeof fileSchema>;

export function manifestText(manifest: Manifest): string {
  const resources = Object.fromEntries(manifest.resources);
  return `${JSON.stringify({ ...manifest, resources }, null, 2)}\n`;
}

/**
 * @returns the manifest of an earlier run, undefined where there is none
 * @throws StateError when it is damaged or not one of ours; OutputError when it cannot be read
 */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  const file = path.join(directory, MANIFEST);
  const text = await readOwnText(file);
  return text === undefined ? undefined : parseManifest(text, file);
}

/**
 * @param place how messages call it
 * @throws StateError when it is damaged or not one of ours
 */
export function parseManifest(text: string, place: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    const what = issue === undefined ? describe(error) : `${issue.path.join('.')} ${issue.message}`;
    throw new StateError(`${place} is damaged or not penstock's: ${what}`, {
      cause: error,
      hint: 'export into another directory, or delete this file if its records may be replaced',
    });
  }
}

/** What the output of a resource is called: its table_name, or the resource's own name. */
export function tableOf(name: string, entry: Pick<ManifestEntry, 'table_name'> | undefined): string {
  return entry?.table_name ?? name;
}

/** The folder that each output has. */
export function knownFolders(manifest: Manifest | undefined): Map<string, string> {
  const folders = new Map<string, string>();
  for (const [name, entry] of manifest?.resources ?? []) {
    const [first] = [...entry.files, ...(entry.rejected ?? [])];
    if (first !== undefined)
      folders.set(tableOf(name, entry), path.posix.basename(path.posix.dirname(first.path)));
  }
  return folders;
}
