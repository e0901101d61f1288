// Whether what lies in an export directory is what its manifest says.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { StateError } from '../../core/errors.ts';
import { refuseLink } from '../files/commit.ts';
import { MANIFEST, type Manifest, type ManifestEntry, type ManifestFile } from '../files/manifest.ts';
import { fileNameOf, REJECTS } from '../files/names.ts';
import { attempt } from '../files/output-error.ts';

/**
 * Checks what is in the way of a run.
 * @param folders of the outputs
 * @throws StateError when the directory is not ours, or a resource's files are not what the manifest says
 */
export async function checkSnapshot(
  directory: string,
  manifest: Manifest | undefined,
  resources: readonly ResourcePlan[],
  folders: ReadonlyMap<string, string>,
): Promise<void> {
  if (manifest === undefined) {
    const entries = await attempt(`read ${directory}`, () => fs.readdir(directory));
    const foreign = entries.filter((entry) => !entry.startsWith('.penstock-'));
    if (foreign.length === 0) return;
    throw new StateError(
      `${directory} is not empty and has no ${MANIFEST}: ${foreign.slice(0, 3).join(', ')}`,
      {
        hint: 'export into an empty or new directory, or into one that an earlier run has written',
      },
    );
  }
  for (const resource of resources) {
    const entry = manifest.resources.get(resource.name);
    const folder = folders.get(resource.table_name) ?? fileNameOf(resource.table_name);
    await refuseUnknown(directory, folder, entry?.files ?? []);
    await refuseUnknown(directory, `${REJECTS}/${folder}`, entry?.rejected ?? []);
    if (entry !== undefined && resource.write_disposition !== 'replace')
      await checkFiles(directory, entry, resource.write_disposition === 'merge');
  }
}

/** @throws StateError for a link, or a file that the manifest does not name */
async function refuseUnknown(
  directory: string,
  folder: string,
  files: readonly ManifestFile[],
): Promise<void> {
  await refuseLink(directory, folder);
  const known = new Set(files.map((file) => file.path));
  const names = await fs.readdir(path.join(directory, folder)).catch(() => []);
  const foreign = names.find((name) => !known.has(`${folder}/${name}`));
  if (foreign === undefined) return;
  throw new StateError(
    `${path.join(directory, folder, foreign)} is in the way: the manifest does not name it`,
    {
      hint: 'move it elsewhere, or export into another directory',
    },
  );
}

async function checkFiles(directory: string, { files }: ManifestEntry, isRead: boolean): Promise<void> {
  for (const file of files) {
    await refuseLink(directory, file.path);
    const full = path.join(directory, file.path);
    const size = await fs.stat(full).then(
      (stat) => stat.size,
      () => undefined,
    );
    if (size === file.bytes && (!isRead || (await sha256(full)) === file.sha256)) continue;
    const what = size === undefined ? 'is not there' : 'is not what the manifest says';
    throw new StateError(`${full} ${what}`, {
      hint: `the earlier snapshot was changed; restore it, or set write_disposition: replace`,
    });
  }
}

async function sha256(file: string): Promise<string> {
  return attempt(`read ${file}`, async () => {
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    return hash.digest('hex');
  });
}
