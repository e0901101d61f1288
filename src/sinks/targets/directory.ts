// -o DIR: `DIR/<table_name>/part-00000.<ext>`, rejects in `DIR/_rejects/<table_name>/`, the manifest last.
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { UsageError } from '../../core/errors.ts';
import { makeDirectory } from '../../core/files/directories.ts';
import type { Lock } from '../../core/files/lock.ts';
import { writeNewFile } from '../../core/files/whole-file.ts';
import { toJsonText } from '../../core/json.ts';
import { commit, recover } from '../files/commit.ts';
import { STAGING, type Step } from '../files/journal.ts';
import {
  knownFolders,
  MANIFEST,
  type Manifest,
  type ManifestEntry,
  manifestText,
  readManifest,
  STATE,
} from '../files/manifest.ts';
import { fileNameOf, folderNames, REJECTS } from '../files/names.ts';
import { attempt } from '../files/output-error.ts';
import { DIRECTORY_LOCK, lockOutput } from '../files/output-lock.ts';
import { readOwnText } from '../files/own-text.ts';
import { ResumeLog } from '../files/resume-log.ts';
import type { Sink } from '../formats/contract.ts';
import { checkSnapshot } from './check-snapshot.ts';
import { type DirectoryOutput, openDirectoryOutput } from './directory-output.ts';
import { earlierSnapshot } from './earlier-snapshot.ts';
import { adoptLeftover, isInPlace, type Leftover, removeUnknown } from './leftover.ts';
import { refuseIncomplete, refuseLimited, refuseTaken, refuseUnfit } from './onto-snapshot.ts';
import { readBack } from './read-back.ts';
import { checkRefusals } from './refusals.ts';
import { rejectsTo } from './rejects.ts';
import { refuseInsideExport, refuseSameOutput } from './same-output.ts';
import type { FileOptions, PublishedFile, RunTerms, Target } from './target.ts';

export function directoryTarget(directory: string, options: FileOptions, pipeline: string): Target {
  // A folder of this run's own: a run that lost its lock while it was stopped must not touch its successor's files.
  const staging = `${STAGING}/${randomBytes(4).toString('hex')}`;
  const shared = options.rejects === undefined ? undefined : rejectsTo(options.rejects);
  const opened = new Map<string, DirectoryOutput>();
  let lock: Lock | undefined;
  // Until then, what is staged there may be what a journal needs.
  let isSwept = false;
  let earlier: Manifest | undefined;
  let folders: ReadonlyMap<string, string> = new Map();
  let terms: RunTerms = { isLimited: false, isForced: false };
  let left: Leftover | undefined;
  // An interrupted run had put all of its files in place.
  let isFinished = false;
  let log: Promise<ResumeLog> | undefined;
  let written: ResumeLog | undefined;
  const folderOf = new Map<string, string>();

  const entryOf = (name: string): ManifestEntry | undefined => earlier?.resources.get(name);

  /** The log of this run, which is made with its first line. */
  const openLog = (plan: string) => async () => {
    await lock?.assertHeld();
    log ??=
      left === undefined ? ResumeLog.create(path.join(directory, staging), plan) : Promise.resolve(left.log);
    written = await log;
    return written;
  };
  // Rejects that go elsewhere are not the directory's to keep.
  const planAsked = () =>
    terms.resume === undefined || shared !== undefined || terms.isLimited
      ? undefined
      : createHash('sha256')
          .update(toJsonText([terms.resume.plan, outputOf(options)]))
          .digest('hex');
  const goOn = async (resources: readonly ResourcePlan[]) => {
    const plan = planAsked();
    if (plan === undefined || terms.resume?.isWanted !== true) return;
    left = await adoptLeftover(directory, staging, plan);
    if (left === undefined) return;
    const known = [...left.resources.keys()].map((name) => folderOf.get(name) ?? fileNameOf(name));
    await removeUnknown(path.join(directory, staging), new Set(known));
    for (const { name } of resources) {
      const logged = left.resources.get(name);
      const folder = path.join(directory, staging, folderOf.get(name) ?? fileNameOf(name));
      isFinished = logged !== undefined && (await isInPlace(folder, logged, entryOf(name)));
      if (!isFinished) return;
    }
  };

  const clear = async (isInterrupted = false) => {
    if (lock === undefined) return;
    if (isInterrupted) {
      await lock.release().catch(() => {});
      lock = undefined;
      return;
    }
    const isHeld = await lock.assertHeld().then(
      () => true,
      () => false,
    );
    const own = path.join(directory, isHeld && isSwept ? STAGING : staging);
    await fs.rm(own, { recursive: true, force: true }).catch(() => {});
    await lock.release().catch(() => {});
    lock = undefined;
  };

  return {
    isSpelled: options.format.hasColumnTypes === true,

    async prepare(resources, asked) {
      terms = asked;
      if (asked.resume?.isWanted === true && shared !== undefined) {
        throw new UsageError('--resume cannot go on here: --rejects keeps nothing for an interrupted run', {
          hint: 'leave --rejects out: a directory has a place of its own for them',
        });
      }
      checkRefusals(resources, options);
      const rejects = options.rejects === undefined ? [] : [{ name: '--rejects', file: options.rejects }];
      const others = [...rejects, ...(terms.others ?? [])];
      await refuseSameOutput(others);
      await refuseInsideExport(directory, others);
      await attempt(`write into ${directory}`, async () => {
        await makeDirectory(directory);
        await fs.access(directory, fs.constants.W_OK);
      });
      lock = await lockOutput(directory, path.join(directory, DIRECTORY_LOCK));
      await recover(directory);
      earlier = await readManifest(directory);
      refuseTaken(resources, earlier);
      const names = resources.map((resource) => resource.table_name);
      folders = folderNames(names, knownFolders(earlier));
      for (const { name, table_name: table } of resources)
        folderOf.set(name, folders.get(table) ?? fileNameOf(table));
      await checkSnapshot(directory, earlier, resources, folders);
      for (const resource of resources) {
        const entry = entryOf(resource.name);
        refuseLimited(resource, entry, terms);
        refuseUnfit(resource, entry);
      }
      await shared?.prepare();
      await goOn(resources);
      await attempt(`prepare ${directory}`, async () => {
        await sweep(path.join(directory, STAGING), left === undefined ? undefined : path.basename(staging));
        isSwept = true;
        await makeDirectory(path.join(directory, staging));
      });
    },

    resumable: {
      left(resource) {
        const logged = left?.resources.get(resource);
        if (logged === undefined) return undefined;
        const { parts, columns, told } = logged.last;
        const folder = folderOf.get(resource) ?? fileNameOf(resource);
        return {
          ...logged,
          told,
          head: logged.last.kind === 'safe' ? logged.last.head : 0,
          async *records() {
            for (const { name } of parts)
              yield* readBack(path.join(directory, staging, folder, name), columns, options);
          },
        };
      },
      async anew(resource) {
        if (left?.resources.has(resource) !== true) return;
        await left.log.add({ kind: 'anew', resource });
        left.resources.delete(resource);
        for (const base of [staging, `${staging}/${REJECTS}`]) {
          const place = path.join(directory, base, folderOf.get(resource) ?? fileNameOf(resource));
          await attempt(`remove ${place}`, () => fs.rm(place, { recursive: true, force: true }));
        }
      },
      ended: async (resource, told) => opened.get(resource)?.ended(told),
      get isWorthIt() {
        return written?.hasLines === true || left?.log.hasLines === true;
      },
    },

    earlier(resource) {
      const entry = resource.write_disposition === 'merge' ? entryOf(resource.name) : undefined;
      return entry && earlierSnapshot(directory, entry, options.formats);
    },

    async sink(resource: ResourcePlan, told) {
      if (isFinished) return IN_PLACE;
      const plan = planAsked();
      const output = await openDirectoryOutput({
        resource,
        options,
        directory,
        staging,
        folder: folderOf.get(resource.name) ?? fileNameOf(resource.name),
        before: entryOf(resource.name),
        rejects: shared?.sink,
        left: left?.resources.get(resource.name),
        log: plan === undefined ? undefined : openLog(plan),
        told: plan === undefined ? undefined : told,
      });
      opened.set(resource.name, output);
      return output.sink;
    },

    accept(outcome) {
      if (isFinished) return;
      refuseIncomplete(outcome, opened.get(outcome.name)?.resource, entryOf(outcome.name), terms);
    },

    statePlace: directory,
    readState: () => readOwnText(path.join(directory, STATE)),

    earlierRecords: (name) => entryOf(name)?.records,

    async commit(outcomes, startedAt, state) {
      await lock?.assertHeld();
      if (isFinished) {
        await clear();
        return outcomes.flatMap(({ name }) => inPlace(directory, name, entryOf(name)));
      }
      const resources = new Map(earlier?.resources);
      const finished = [];
      for (const outcome of outcomes) {
        const output = opened.get(outcome.name);
        if (output?.sink.isClosed !== true) continue;
        const one = await output.finish(outcome);
        resources.set(outcome.name, one.entry);
        finished.push(one);
      }
      const manifest: Manifest = {
        version: 2,
        pipeline,
        format: options.format.name,
        started: startedAt.toISOString(),
        finished: new Date().toISOString(),
        resources,
      };
      const stage = async (name: string, text: string): Promise<Step> => {
        const from = `${staging}/${name}`;
        const file = path.join(directory, from);
        await attempt(`write ${file}`, () => writeNewFile(file, text));
        return { kind: 'put', from, to: name };
      };
      const moved = state === undefined ? [] : [await stage(STATE, state)];
      const last = await stage(MANIFEST, manifestText(manifest));
      await shared?.finish();
      await lock?.assertHeld();
      // The manifest turns the new files into the export; before it the earlier ones are, and both are there.
      await commit(directory, [
        ...finished.flatMap((one) => one.puts),
        ...moved,
        last,
        ...finished.flatMap((one) => one.removals),
      ]);
      await removeEmptyFolders(
        directory,
        finished.flatMap((one) => one.removals),
      );
      await shared?.publish();
      await clear();
      return finished.flatMap((one) => one.published);
    },

    async abort(isInterrupted = false) {
      for (const output of opened.values()) await output.discard(isInterrupted);
      await shared?.discard();
      await clear(isInterrupted);
    },
  };
}

/** What a run that goes on from another one has to have in common with it. */
function outputOf({ format, formatOptions, compression }: FileOptions): unknown {
  return [format.name, formatOptions, compression ?? null];
}

/** Of a resource whose files are in place already. */
const IN_PLACE: Sink = { write: async () => {}, close: async () => {}, abort: async () => {} };

function inPlace(directory: string, resource: string, entry: ManifestEntry | undefined): PublishedFile[] {
  return (entry?.files ?? []).map((file) => ({ ...file, resource, path: path.join(directory, file.path) }));
}

/** Removes what runs have left, but for one folder. */
async function sweep(staged: string, kept: string | undefined): Promise<void> {
  // As a whole, so that a link in its place goes, and not what it leads to.
  if (kept === undefined) return fs.rm(staged, { recursive: true, force: true });
  for (const name of await fs.readdir(staged).catch(() => []))
    if (name !== kept) await fs.rm(path.join(staged, name), { recursive: true, force: true });
}

/** Folders whose last file has gone. */
async function removeEmptyFolders(
  directory: string,
  removed: readonly { readonly path: string }[],
): Promise<void> {
  const folders = new Set(removed.map((one) => path.dirname(one.path)));
  for (const folder of [...folders, '_rejects']) await fs.rmdir(path.join(directory, folder)).catch(() => {});
}
