// -o DIR: `DIR/<resource>/part-00000.<ext>`, rejects beside them, the manifest last.
import fs from 'node:fs/promises';
import path from 'node:path';
import type { ResourcePlan } from '../config/plan.ts';
import type { Format } from './contract.ts';
import { lockDirectory } from './directory-lock.ts';
import { type FileSink, openFileSink } from './file-sink.ts';
import { type Manifest, readManifest, writeManifest } from './manifest.ts';
import { fileNameOf } from './names.ts';
import { attempt } from './output-error.ts';
import { checkRefusals, refuseLaterSnapshot } from './refusals.ts';
import { RejectFile } from './rejects.ts';
import type { PublishedFile, ResourceOutcome, Target } from './target.ts';

// Everything unfinished lies in here; the next run under the lock clears what a killed one left.
const STAGING = '.penstock-staging';

interface Opened {
  readonly sink: FileSink;
  readonly rejects: RejectFile;
  /** Relative to the directory, with forward slashes. */
  readonly path: string;
}

/** @param rejectsPath one file for the rejects of all resources, in place of `_rejects/` */
export function directoryTarget(
  directory: string,
  format: Format,
  pipeline: string,
  rejectsPath: string | undefined,
): Target {
  const staging = path.join(directory, STAGING);
  const opened = new Map<string, Opened>();
  const sharedRejects = rejectsPath === undefined ? undefined : new RejectFile(rejectsPath);
  let release: (() => Promise<void>) | undefined;
  let earlier: Manifest | undefined;

  const clear = async () => {
    await fs.rm(staging, { recursive: true, force: true }).catch(() => {});
    await release?.().catch(() => {});
    release = undefined;
  };

  return {
    async prepare(resources) {
      checkRefusals(resources, format);
      await attempt(`write into ${directory}`, async () => {
        await fs.mkdir(directory, { recursive: true });
        await fs.access(directory, fs.constants.W_OK);
      });
      release = await lockDirectory(directory);
      earlier = await readManifest(directory);
      for (const resource of resources) await refuseIfEarlier(directory, resource);
      await attempt(`prepare ${directory}`, async () => {
        await fs.rm(staging, { recursive: true, force: true });
        await fs.mkdir(staging);
      });
    },
    async sink(resource) {
      const name = fileNameOf(resource.name);
      const relative = `${name}/part-00000.${format.extension}`;
      const rejects =
        sharedRejects ?? new RejectFile(path.join(directory, '_rejects', `${name}.ndjson`), staging);
      const sink = await openFileSink(resource, format, path.join(directory, relative), staging, rejects);
      opened.set(resource.name, { sink, rejects, path: relative });
      return sink;
    },
    async commit(outcomes, startedAt) {
      const published: PublishedFile[] = [];
      for (const outcome of outcomes) {
        const one = opened.get(outcome.name);
        if (one?.sink.facts === undefined) continue;
        await one.rejects.finish();
      }
      for (const outcome of outcomes) {
        const one = opened.get(outcome.name);
        if (one?.sink.facts === undefined) continue;
        await one.sink.publish();
        await publishRejects(one.rejects, directory, outcome);
        published.push({ resource: outcome.name, path: one.path, ...one.sink.facts });
      }
      const next = manifestOf(pipeline, format, outcomes, published, earlier, startedAt);
      await writeManifest(directory, next);
      await removeReplaced(directory, earlier, next);
      await clear();
      return published.map((file) => ({ ...file, path: path.join(directory, file.path) }));
    },
    async abort() {
      for (const { sink, rejects } of opened.values()) {
        await sink.abort();
        await rejects.discard();
      }
      await clear();
    },
  };
}

async function refuseIfEarlier(directory: string, resource: ResourcePlan): Promise<void> {
  const place = path.join(directory, fileNameOf(resource.name));
  const files = await fs.readdir(place).catch(() => []);
  if (files.length > 0) refuseLaterSnapshot(resource, place);
}

/** The rejects of this run stand for the resource's earlier ones, also when there are none any more. */
async function publishRejects(
  rejects: RejectFile,
  directory: string,
  outcome: ResourceOutcome,
): Promise<void> {
  if (rejects.count > 0) return rejects.publish();
  const file = path.join(directory, '_rejects', `${fileNameOf(outcome.name)}.ndjson`);
  await attempt(`remove ${file}`, () => fs.rm(file, { force: true }));
}

function manifestOf(
  pipeline: string,
  format: Format,
  outcomes: readonly ResourceOutcome[],
  published: readonly PublishedFile[],
  earlier: Manifest | undefined,
  startedAt: Date,
): Manifest {
  const written = new Map(published.map((file) => [file.resource, file]));
  const resources: Manifest['resources'] = { ...earlier?.resources };
  for (const { name, isComplete, ...counts } of outcomes) {
    const file = written.get(name);
    if (file === undefined) continue;
    const { resource: _, ...facts } = file;
    resources[name] = {
      complete: isComplete,
      pages: counts.pages,
      records: counts.records,
      duplicates: counts.duplicates,
      rejects: counts.rejects,
      files: [facts],
    };
  }
  const finished = new Date().toISOString();
  return { version: 1, pipeline, format: format.name, started: startedAt.toISOString(), finished, resources };
}

/** Files of earlier runs that the new manifest no longer names, e.g. of another format. */
async function removeReplaced(
  directory: string,
  earlier: Manifest | undefined,
  next: Manifest,
): Promise<void> {
  const pathsOf = (manifest: Manifest | undefined) =>
    Object.values(manifest?.resources ?? {}).flatMap((resource) => resource.files.map((file) => file.path));
  const kept = new Set(pathsOf(next));
  for (const old of pathsOf(earlier)) {
    const file = path.resolve(directory, old);
    // The manifest is a file that others can edit: only what lies in the directory is ours to delete.
    const isInside = !path.relative(path.resolve(directory), file).startsWith('..');
    if (!kept.has(old) && isInside) await attempt(`remove ${file}`, () => fs.rm(file, { force: true }));
  }
}
