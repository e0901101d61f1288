// -o DIR: `DIR/<table_name>/part-00000.<ext>`, rejects in `DIR/_rejects/<table_name>/`, the manifest last.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { UsageError } from '../../core/errors.ts';
import { makeDirectory } from '../../core/files/directories.ts';
import type { Lock } from '../../core/files/lock.ts';
import { writeNewFile } from '../../core/files/whole-file.ts';
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
import { fileNameOf, folderNames } from '../files/names.ts';
import { attempt } from '../files/output-error.ts';
import { DIRECTORY_LOCK, lockOutput } from '../files/output-lock.ts';
import { readOwnText } from '../files/own-text.ts';
import { inItself } from '../files/part-store.ts';
import type { Sink } from '../formats/contract.ts';
import { checkSnapshot } from './check-snapshot.ts';
import { type DirectoryOutput, openDirectoryOutput } from './directory-output.ts';
import { directoryResume } from './directory-resume.ts';
import { earlierSnapshot } from './earlier-snapshot.ts';
import { refuseIncomplete, refuseLimited, refuseTaken, refuseUnfit } from './onto-snapshot.ts';
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
  const tables = new Map<string, string>();

  const entryOf = (name: string): ManifestEntry | undefined => earlier?.resources.get(name);
  const folderOf = (name: string): string => {
    const table = tables.get(name) ?? name;
    return folders.get(table) ?? fileNameOf(table);
  };
  const resume = directoryResume({
    directory,
    staging,
    options,
    folderOf,
    entryOf,
    assertHeld: async () => lock?.assertHeld(),
  });

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
      if (asked.share !== undefined) {
        await resume.begin(resources, terms);
        // While a shard is read again, what it had written must not be taken for what it writes.
        if (!resume.isFinished) await removeExport(directory);
        if (!resume.isFinished) earlier = undefined;
      }
      refuseTaken(resources, earlier);
      for (const { name, table_name: table } of resources) tables.set(name, table);
      folders = folderNames([...tables.values()], knownFolders(earlier));
      await checkSnapshot(directory, earlier, resources, folders);
      for (const resource of resources) {
        const entry = entryOf(resource.name);
        refuseLimited(resource, entry, terms);
        refuseUnfit(resource, entry);
      }
      await shared?.prepare();
      if (asked.share === undefined) await resume.begin(resources, terms);
      await attempt(`prepare ${directory}`, async () => {
        await sweep(path.join(directory, STAGING), resume.hasLeft ? path.basename(staging) : undefined);
        isSwept = true;
        await makeDirectory(path.join(directory, staging));
      });
    },

    resumable: {
      left: (resource) => resume.left(resource),
      anew: (resource) => resume.anew(resource),
      ended: async (resource, told) => opened.get(resource)?.ended(told),
      get isWorthIt() {
        return resume.isWorthIt;
      },
    },

    earlier(resource) {
      const entry = resource.write_disposition === 'merge' ? entryOf(resource.name) : undefined;
      return entry && earlierSnapshot((file) => inItself(path.join(directory, file)), entry, options.formats);
    },

    async sink(resource: ResourcePlan, told, adopted) {
      if (resume.isFinished) return IN_PLACE;
      const output = await openDirectoryOutput({
        resource,
        options,
        directory,
        staging,
        folder: folderOf(resource.name),
        before: entryOf(resource.name),
        rejects: shared?.sink,
        adopted,
        ...resume.of(resource.name, told),
      });
      opened.set(resource.name, output);
      return output.sink;
    },

    accept(outcome) {
      if (resume.isFinished) return;
      refuseIncomplete(outcome, opened.get(outcome.name)?.resource, entryOf(outcome.name), terms);
    },

    statePlace: directory,
    readState: () => readOwnText(path.join(directory, STATE)),

    earlierRecords: (name) => entryOf(name)?.records,

    async commit(outcomes, startedAt, state, marks) {
      await lock?.assertHeld();
      if (resume.isFinished) {
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
        ...marks,
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

/** Removes all that can be seen, the manifest first; what is hidden is this run's own. */
async function removeExport(directory: string): Promise<void> {
  await attempt(`remove what lies in ${directory}`, async () => {
    await fs.rm(path.join(directory, MANIFEST), { force: true });
    for (const name of await fs.readdir(directory))
      if (!name.startsWith('.penstock-'))
        await fs.rm(path.join(directory, name), { recursive: true, force: true });
  });
}

/** Folders whose last file has gone. */
async function removeEmptyFolders(
  directory: string,
  removed: readonly { readonly path: string }[],
): Promise<void> {
  const folders = new Set(removed.map((one) => path.dirname(one.path)));
  for (const folder of [...folders, '_rejects']) await fs.rmdir(path.join(directory, folder)).catch(() => {});
}
