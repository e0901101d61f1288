// -o DIR: `DIR/<resource>/part-00000.<ext>`, rejects beside them, the manifest last.
import fs from 'node:fs/promises';
import path from 'node:path';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { makeDirectory } from '../../core/files/directories.ts';
import type { Lock } from '../../core/files/lock.ts';
import { temporaryName, writeNewFile } from '../../core/files/whole-file.ts';
import { commit, recover, type Step } from '../files/commit.ts';
import {
  MANIFEST,
  type Manifest,
  type ManifestEntry,
  manifestText,
  readManifest,
} from '../files/manifest.ts';
import { fileNameOf } from '../files/names.ts';
import { attempt } from '../files/output-error.ts';
import { lockOutput } from '../files/output-lock.ts';
import { COMPRESSIONS } from '../formats/compression.ts';
import type { Dataset } from '../formats/contract.ts';
import { chosenOptions } from './file-options.ts';
import { type FileSink, openFileSink } from './file-sink.ts';
import { checkRefusals, refuseChangedTypes } from './refusals.ts';
import { RejectFile } from './rejects.ts';
import { checkSnapshot, earlierSnapshot } from './snapshot.ts';
import type { FileOptions, PublishedFile, ResourceOutcome, Target } from './target.ts';

// Everything unfinished lies in here; the next run under the lock clears what a killed one left.
const STAGING = '.penstock-staging';
const LOCK = '.penstock-lock';

interface Opened {
  readonly resource: ResourcePlan;
  readonly sink: FileSink;
  readonly dataset: Dataset;
  readonly rejects: RejectFile;
  /** Number of this run's first part. */
  readonly firstPart: number;
}

export function directoryTarget(directory: string, options: FileOptions, pipeline: string): Target {
  const staging = path.join(directory, STAGING);
  const opened = new Map<string, Opened>();
  const shared = options.rejects === undefined ? undefined : new RejectFile(temporaryName(options.rejects));
  let lock: Lock | undefined;
  let earlier: Manifest | undefined;

  const entryOf = (resource: ResourcePlan): ManifestEntry | undefined =>
    resource.write_disposition === 'replace' ? undefined : earlier?.resources[resource.name];

  const clear = async () => {
    // Without the lock it is another run's.
    const isHeld = await lock?.assertHeld().then(
      () => true,
      () => false,
    );
    if (isHeld === true) await fs.rm(staging, { recursive: true, force: true }).catch(() => {});
    await lock?.release().catch(() => {});
    lock = undefined;
  };

  return {
    async prepare(resources) {
      checkRefusals(resources, options);
      await attempt(`write into ${directory}`, async () => {
        await makeDirectory(directory);
        await fs.access(directory, fs.constants.W_OK);
      });
      lock = await lockOutput(directory, path.join(directory, LOCK));
      await recover(directory, staging);
      earlier = await readManifest(directory);
      await checkSnapshot(directory, earlier, resources);
      for (const resource of resources) refuseChangedTypes(resource, entryOf(resource)?.columns ?? []);
      await attempt(`prepare ${directory}`, async () => {
        await fs.rm(staging, { recursive: true, force: true });
        await fs.mkdir(staging);
      });
    },

    earlier(resource) {
      const entry = resource.write_disposition === 'merge' ? entryOf(resource) : undefined;
      return entry && earlierSnapshot(directory, entry, options.formats);
    },

    async sink(resource) {
      const folder = path.join(staging, 'new', fileNameOf(resource.name));
      const entry = entryOf(resource);
      const firstPart = resource.write_disposition === 'append' ? nextPart(entry) : 0;
      const dataset = await options.format.open(resource, {
        ...options.formatOptions,
        earlier: entry?.columns ?? [],
      });
      const rejects =
        shared ?? new RejectFile(path.join(staging, 'rejects', `${fileNameOf(resource.name)}.ndjson`));
      const sink = await openFileSink({
        dataset,
        compression: options.compression,
        limits: options.limits,
        pathOf: (part) => path.join(folder, partName(firstPart + part, options)),
        rejects,
      });
      opened.set(resource.name, { resource, sink, dataset, rejects, firstPart });
      return sink;
    },

    async commit(outcomes, startedAt) {
      const done = outcomes.flatMap((outcome) => {
        const one = opened.get(outcome.name);
        return one?.sink.isClosed ? [{ outcome, ...one }] : [];
      });
      for (const { rejects } of done) await rejects.finish();
      await lock?.assertHeld();
      const resources: Manifest['resources'] = { ...earlier?.resources };
      for (const one of done)
        resources[one.outcome.name] = manifestEntry(one, entryOf(one.resource), options);
      const manifest: Manifest = {
        version: 1,
        pipeline,
        format: options.format.name,
        started: startedAt.toISOString(),
        finished: new Date().toISOString(),
        resources,
      };
      await attempt(`write ${path.join(staging, MANIFEST)}`, () =>
        writeNewFile(path.join(staging, MANIFEST), manifestText(manifest)),
      );
      const steps = done.flatMap((one) =>
        stepsOf(one, earlier?.resources[one.outcome.name], shared !== undefined),
      );
      steps.push({ kind: 'put', from: `${STAGING}/${MANIFEST}`, to: MANIFEST });
      await commit(directory, staging, steps);
      if (shared !== undefined && options.rejects !== undefined) await shared.publish(options.rejects);
      await clear();
      return done.flatMap(publishedFiles).map((file) => ({ ...file, path: path.join(directory, file.path) }));
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

function partName(part: number, { format, compression }: FileOptions): string {
  const suffix = compression === undefined ? '' : `.${COMPRESSIONS[compression]}`;
  return `part-${String(part).padStart(5, '0')}.${format.extension}${suffix}`;
}

function nextPart(entry: ManifestEntry | undefined): number {
  const numbers = (entry?.files ?? []).map((file) => Number(/part-(\d+)/.exec(file.path)?.[1] ?? -1));
  return Math.max(-1, ...numbers) + 1;
}

/** This run's files, as they will lie relative to the directory. */
function publishedFiles({ resource, sink }: Opened): PublishedFile[] {
  return sink.parts.map(({ path: staged, ...facts }) => ({
    resource: resource.name,
    path: `${fileNameOf(resource.name)}/${path.basename(staged)}`,
    ...facts,
  }));
}

function manifestEntry(
  one: Opened & { outcome: ResourceOutcome },
  before: ManifestEntry | undefined,
  { format, formatOptions }: FileOptions,
): ManifestEntry {
  const { isComplete: complete, pages, records, duplicates, rejects } = one.outcome;
  const options = chosenOptions(format, formatOptions);
  const told = Object.keys(options).length === 0 ? {} : { options };
  const files = publishedFiles(one).map(({ resource: _, ...file }) => ({ ...file, ...told }));
  const isAppended = one.resource.write_disposition === 'append';
  const columns = one.dataset.columns();
  return {
    complete,
    pages,
    records,
    duplicates,
    rejects,
    ...(columns === undefined ? {} : { columns: [...columns] }),
    files: isAppended ? [...(before?.files ?? []), ...files] : files,
  };
}

/** How the staged files of a resource come into place, and the earlier ones out of the way. */
function stepsOf(one: Opened, before: ManifestEntry | undefined, isShared: boolean): Step[] {
  const folder = fileNameOf(one.resource.name);
  const staged = publishedFiles(one).map((file) => file.path);
  const old = before?.files.map((file) => file.path) ?? [];
  const put = (file: string): Step => ({ kind: 'put', from: `${STAGING}/new/${file}`, to: file });
  const rejects: Step[] = [];
  const rejectsFile = `_rejects/${folder}.ndjson`;
  if (one.rejects.count > 0 && !isShared) {
    rejects.push({ kind: 'put', from: `${STAGING}/rejects/${folder}.ndjson`, to: rejectsFile });
  } else {
    rejects.push({ kind: 'remove', path: rejectsFile });
  }
  // One file over another of its name, or new files beside the old: single renames. Else the folder is swapped.
  const isSameFile = staged.length === 1 && (old.length === 0 || (old.length === 1 && old[0] === staged[0]));
  if (isSameFile || one.resource.write_disposition === 'append') return [...staged.map(put), ...rejects];
  return [put(folder), ...rejects];
}
