// What an interrupted run has left in an export directory: found, checked against its log, and made this run's own.
import fs from 'node:fs/promises';
import path from 'node:path';
import { StateError } from '../../core/errors.ts';
import type { Progress } from '../../core/resume-point.ts';
import { refuseLink } from '../files/commit.ts';
import { STAGING } from '../files/journal.ts';
import type { ManifestEntry } from '../files/manifest.ts';
import { REJECTS } from '../files/names.ts';
import { attempt } from '../files/output-error.ts';
import type { WrittenPart } from '../files/output-file.ts';
import { RESUME_LOG, type ReadLog, ResumeLog, readResumeLog, type SafeLine } from '../files/resume-log.ts';

/** What the log says of one resource. */
export interface LoggedResource {
  readonly isEnded: boolean;
  readonly points: ReadonlyMap<string, Progress>;
  readonly last: SafeLine;
}

export interface Leftover {
  readonly log: ResumeLog;
  readonly resources: Map<string, LoggedResource>;
}

export const ANEW = 'run without --resume: what was kept goes, and everything is read anew';

/**
 * Makes the folder of an interrupted run the one of this run. Its name is new, so that a run which was only stopped finds
 * nothing of it any more.
 * @param staging this run's folder, which is not there yet
 * @param plan what this run is of
 * @returns undefined where there is none
 * @throws StateError when it is of another plan
 */
export async function adoptLeftover(
  directory: string,
  staging: string,
  plan: string,
): Promise<Leftover | undefined> {
  const found = await findLog(directory);
  if (found === undefined) return undefined;
  const { folder, read } = found;
  if (read.plan !== plan) {
    throw new StateError(
      `${directory}: the interrupted run was of another pipeline, other resources or other options`,
      { hint: `undo the change, or ${ANEW}` },
    );
  }
  const own = path.join(directory, staging);
  await attempt(`take over ${folder}`, () => fs.rename(folder, own));
  return { log: await ResumeLog.reopen(own, read), resources: resourcesOf(read) };
}

/** Files of parts, where they lie; whatever else an interrupted run has begun is removed. */
export async function keptParts(
  directory: string,
  { last: { parts, resource } }: LoggedResource,
): Promise<readonly WrittenPart[]> {
  const kept = parts.map(({ name, ...part }) => ({ ...part, path: path.join(directory, name) }));
  for (const { path: file, bytes } of kept) {
    const size = await fs.stat(file).then(
      (found) => found.size,
      () => undefined,
    );
    if (size === bytes) continue;
    throw new StateError(
      `resource "${resource}": ${file}, which was kept, ${size === undefined ? 'is gone' : 'was changed'}`,
      {
        hint: ANEW,
      },
    );
  }
  const names = new Set(parts.map(({ name }) => name));
  for (const name of await fs.readdir(directory).catch(() => []))
    if (!names.has(name))
      await attempt(`remove ${name}`, () => fs.rm(path.join(directory, name), { force: true }));
  return kept;
}

/**
 * Removes what a run has begun beside its log: what is staged of resources that the log does not name, a manifest and a
 * state that were not put in place.
 * @param folders of resources that the log names
 */
export async function removeUnknown(own: string, folders: ReadonlySet<string>): Promise<void> {
  for (const base of [own, path.join(own, REJECTS)]) {
    for (const name of await fs.readdir(base).catch(() => [])) {
      if (name === REJECTS || name === RESUME_LOG || folders.has(name)) continue;
      const place = path.join(base, name);
      await attempt(`remove ${place}`, () => fs.rm(place, { recursive: true, force: true }));
    }
  }
}

/** Whether the files of a resource have gone from the folder to their place in the export. */
export async function isInPlace(
  folder: string,
  { isEnded, last: { parts } }: LoggedResource,
  entry: ManifestEntry | undefined,
): Promise<boolean> {
  const lying = new Set((entry?.files ?? []).map(({ sha256 }) => sha256));
  if (!isEnded || !parts.every(({ sha256 }) => lying.has(sha256))) return false;
  const staged: readonly string[] = await fs.readdir(folder).catch(() => []);
  return !parts.some(({ name }) => staged.includes(name));
}

async function findLog(directory: string): Promise<{ folder: string; read: ReadLog } | undefined> {
  const staged = path.join(directory, STAGING);
  await refuseLink(directory, STAGING);
  for (const entry of await fs.readdir(staged, { withFileTypes: true }).catch(() => [])) {
    if (!entry.isDirectory()) continue;
    const folder = path.join(staged, entry.name);
    const read = await readResumeLog(folder);
    if (read !== undefined && read.lines.length > 0) return { folder, read };
  }
  return undefined;
}

/** What the lines of a log come to. */
export function resourcesOf({ lines }: Pick<ReadLog, 'lines'>): Map<string, LoggedResource> {
  const resources = new Map<string, LoggedResource>();
  for (const line of lines) {
    const { resource } = line;
    if (line.kind === 'anew') {
      resources.delete(resource);
      continue;
    }
    const points = new Map(resources.get(resource)?.points);
    if (line.kind === 'safe') for (const [partition, point] of line.points) points.set(partition, point);
    resources.set(resource, { isEnded: line.kind === 'end', points, last: line });
  }
  return resources;
}
