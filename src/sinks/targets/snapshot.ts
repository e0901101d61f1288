// What an export directory holds from earlier runs, and whether it can be trusted.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { StateError } from '../../core/errors.ts';
import { MANIFEST, type Manifest, type ManifestEntry } from '../files/manifest.ts';
import { fileNameOf } from '../files/names.ts';
import type { Format } from '../formats/contract.ts';
import { fileKind } from '../formats/file-kind.ts';
import type { EarlierSnapshot } from './target.ts';

/**
 * Checks what is in the way of a run.
 * @throws StateError when the directory is not ours, or a resource's files are not what the manifest says
 */
export async function checkSnapshot(
  directory: string,
  manifest: Manifest | undefined,
  resources: readonly ResourcePlan[],
): Promise<void> {
  if (manifest === undefined) {
    const entries = await fs.readdir(directory);
    const foreign = entries.filter((entry) => !entry.startsWith('.penstock-'));
    if (foreign.length === 0) return;
    throw new StateError(
      `${directory} is not empty and has no ${MANIFEST}: ${foreign.slice(0, 3).join(', ')}`,
      {
        hint: 'export into an empty or new directory, or into one that an earlier run has written',
      },
    );
  }
  for (const resource of resources)
    await checkResource(directory, manifest.resources[resource.name], resource);
}

async function checkResource(
  directory: string,
  entry: ManifestEntry | undefined,
  resource: ResourcePlan,
): Promise<void> {
  const folder = fileNameOf(resource.name);
  const known = new Set(entry?.files.map((file) => file.path));
  const names = await fs.readdir(path.join(directory, folder)).catch(() => []);
  const foreign = names.find((name) => !known.has(`${folder}/${name}`));
  if (foreign !== undefined) {
    throw new StateError(
      `${path.join(directory, folder, foreign)} is in the way: the manifest does not name it`,
      {
        hint: 'move it elsewhere, or export into another directory',
      },
    );
  }
  if (resource.write_disposition === 'replace') return;
  for (const file of entry?.files ?? []) {
    const full = path.join(directory, file.path);
    const size = await fs.stat(full).then(
      (stat) => stat.size,
      () => undefined,
    );
    const isSame =
      size === file.bytes &&
      (resource.write_disposition === 'append' || (await sha256(full)) === file.sha256);
    if (isSame) continue;
    const what = size === undefined ? 'is not there' : 'is not what the manifest says';
    throw new StateError(`${full} ${what}`, {
      hint: `the earlier snapshot was changed; restore it, or set write_disposition: replace`,
    });
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** The earlier records of a resource, the files written last first. */
export function earlierSnapshot(
  directory: string,
  entry: ManifestEntry,
  formats: readonly Format[],
): EarlierSnapshot {
  return {
    columns: entry.columns,
    async *read() {
      for (const file of entry.files.toReversed()) {
        const { format, compression } = fileKind(file.path, formats);
        if (format === undefined)
          throw new StateError(`${file.path}: the manifest names a file of an unknown format`);
        const options = format.options.parse(file.options ?? {});
        yield* format.read(path.join(directory, file.path), { columns: entry.columns, compression, options });
      }
    },
  };
}
