// -o s3://bucket/prefix: parts go up as they are encoded, under names of this run's own; what they are is decided by the
// manifest, which is written last, and only where it is still the one that the run began with.
import { randomBytes } from 'node:crypto';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { StateError, UsageError } from '../../core/errors.ts';
import type { Lock } from '../../core/files/lock.ts';
import { knownFolders, MANIFEST, type Manifest, type ManifestEntry } from '../files/manifest.ts';
import { fileNameOf, folderNames } from '../files/names.ts';
import type { Sink } from '../formats/contract.ts';
import { planOf } from '../targets/directory-resume.ts';
import { earlierSnapshot } from '../targets/earlier-snapshot.ts';
import { ANEW, type LoggedResource, resourcesOf } from '../targets/leftover.ts';
import { refuseIncomplete, refuseLimited, refuseTaken, refuseUnfit } from '../targets/onto-snapshot.ts';
import { readBack } from '../targets/read-back.ts';
import { checkRefusals } from '../targets/refusals.ts';
import type { FileOptions, PublishedFile, RunTerms, Target } from '../targets/target.ts';
import { isOwnPart, isOwnState, refuseForeign, refuseMissing, refuseUnknown } from './checks.ts';
import { lockStore } from './lock.ts';
import { LOGS, ObjectLog, readLogs } from './log.ts';
import { type LyingManifest, readManifest, readState, stateKey, writeManifest } from './lying.ts';
import { type ObjectOutput, openObjectOutput } from './output.ts';
import { localCopy } from './parts.ts';
import type { ListedObject, ObjectStore } from './store.ts';

/** Hidden names of a place within this one: other runs may be at work there. */
const SHARDS = '.penstock-shards/';

export function objectTarget(store: ObjectStore, options: FileOptions, pipeline: string): Target {
  if (options.rejects !== undefined) {
    throw new UsageError(`--rejects cannot stand beside ${store.name}`, {
      hint: 'leave --rejects out: rejected records have a place of their own there',
    });
  }
  const run = `r${randomBytes(4).toString('hex')}`;
  const opened = new Map<string, ObjectOutput>();
  const made = new Set<string>();
  const tables = new Map<string, string>();
  let lock: Lock | undefined;
  let earlier: LyingManifest | undefined;
  let folders: ReadonlyMap<string, string> = new Map();
  let terms: RunTerms = { isLimited: false, isForced: false };
  let log: ObjectLog | undefined;
  let left: ReadonlyMap<string, LoggedResource> = new Map();
  const anew = new Set<string>();
  let isFinished = false;

  const entryOf = (name: string): ManifestEntry | undefined => earlier?.manifest.resources.get(name);
  const folderOf = (name: string): string => {
    const table = tables.get(name) ?? name;
    return folders.get(table) ?? fileNameOf(table);
  };
  const leftOf = (name: string) => (anew.has(name) ? undefined : left.get(name));
  const forgetNotes = async () => {
    const logs = await list(store, `${LOGS}/${run}/`);
    await store.remove(logs.map(({ key }) => key));
  };

  /** What an interrupted run has left becomes this run's, or goes. */
  const settleLeft = async (resources: readonly ResourcePlan[]): Promise<void> => {
    const { resume, isLimited } = terms;
    if (resume === undefined || isLimited) return;
    const plan = planOf(resume.plan, options);
    log = new ObjectLog(store, run, plan);
    if (!resume.isWanted) return;
    const [found] = await readLogs(store);
    if (found === undefined || found.read.lines.length === 0) return;
    if (found.read.plan !== plan) {
      throw new StateError(
        `${store.name}: the interrupted run was of another pipeline, other resources or other options`,
        { hint: `undo the change, or ${ANEW}` },
      );
    }
    left = resourcesOf(found.read);
    isFinished = resources.every(({ name }) => isInPlace(left.get(name), entryOf(name)));
    await log.goOnFrom(found.read);
    await store.remove(found.keys);
  };

  /** Removes what runs before have begun and not put in place. */
  const sweep = async (objects: readonly ListedObject[]): Promise<void> => {
    const named = new Set<string>();
    for (const [, { files, rejected = [] }] of earlier?.manifest.resources ?? [])
      for (const file of [...files, ...rejected]) named.add(file.path);
    for (const [name, { last }] of left) {
      for (const part of last.parts) named.add(`${folderOf(name)}/${part.name}`);
      for (const part of last.rejected ?? []) named.add(`_rejects/${folderOf(name)}/${part.name}`);
    }
    const state = earlier?.manifest.state;
    const isLeft = ({ key }: ListedObject) =>
      (isOwnPart(key) && !named.has(key)) ||
      (isOwnState(key) && key !== state) ||
      (key.startsWith(`${LOGS}/`) && !key.startsWith(`${LOGS}/${run}/`));
    await store.remove(objects.filter(isLeft).map(({ key }) => key));
    await store.abortUploads((key) => !key.startsWith(SHARDS));
  };

  const clear = async (isInterrupted: boolean) => {
    for (const output of opened.values()) await output.discard();
    if (lock === undefined) return;
    const isHeld = await lock.assertHeld().then(
      () => true,
      () => false,
    );
    // A run that has lost its lock must not touch what its successor has taken over.
    if (isHeld && !isInterrupted) {
      const kept = [...left].flatMap(([name, { last }]) =>
        last.parts.map((part) => `${folderOf(name)}/${part.name}`),
      );
      await store.remove([...made, ...kept]).catch(() => {});
      await forgetNotes().catch(() => {});
    }
    await lock.release().catch(() => {});
    lock = undefined;
  };

  return {
    isSpelled: options.format.hasColumnTypes === true,

    async prepare(resources, asked) {
      terms = asked;
      checkRefusals(resources, options);
      lock = await lockStore(store);
      earlier = await readManifest(store);
      for (const { name, table_name: table } of resources) tables.set(name, table);
      if (asked.share !== undefined) {
        folders = folderNames([...tables.values()], knownFolders(earlier?.manifest));
        await settleLeft(resources);
        // While a shard is read again, what it had written must not be taken for what it writes.
        if (!isFinished && earlier !== undefined) {
          await store.remove([MANIFEST]);
          earlier = undefined;
        }
      }
      const objects = await list(store, '');
      refuseForeign(store, earlier?.manifest, objects);
      refuseTaken(resources, earlier?.manifest);
      folders = folderNames([...tables.values()], knownFolders(earlier?.manifest));
      for (const resource of resources) {
        const entry = entryOf(resource.name);
        refuseUnknown(store, folderOf(resource.name), entry, objects);
        refuseMissing(store, resource, entry, objects);
        refuseLimited(resource, entry, terms);
        refuseUnfit(resource, entry);
      }
      if (asked.share === undefined) await settleLeft(resources);
      await sweep(objects);
    },

    resumable: {
      left(resource) {
        const logged = leftOf(resource);
        if (logged === undefined) return undefined;
        const { last, isEnded, points } = logged;
        return {
          isEnded,
          points,
          told: last.told,
          head: last.kind === 'safe' ? last.head : 0,
          async *records() {
            for (const { name, ...facts } of last.parts) {
              const copy = await localCopy(store, { ...facts, path: `${folderOf(resource)}/${name}` });
              try {
                yield* readBack(copy.path, last.columns, options);
              } finally {
                await copy.release();
              }
            }
          },
        };
      },
      async anew(resource) {
        const logged = leftOf(resource);
        if (logged === undefined) return;
        await log?.add({ kind: 'anew', resource });
        anew.add(resource);
        await store.remove(logged.last.parts.map(({ name }) => `${folderOf(resource)}/${name}`));
      },
      ended: async (resource, told) => opened.get(resource)?.ended(told),
      get isWorthIt() {
        return log?.hasLines === true;
      },
    },

    earlier(resource) {
      const entry = resource.write_disposition === 'merge' ? entryOf(resource.name) : undefined;
      if (entry === undefined) return undefined;
      const known = new Map(entry.files.map((file) => [file.path, file]));
      return earlierSnapshot(
        (path) => localCopy(store, { bytes: 0, sha256: '', ...known.get(path), path }),
        entry,
        options.formats,
      );
    },

    async sink(resource: ResourcePlan, told, adopted) {
      if (isFinished) return IN_PLACE;
      const output = await openObjectOutput({
        resource,
        options,
        store,
        run,
        folder: folderOf(resource.name),
        before: entryOf(resource.name),
        left: leftOf(resource.name),
        adopted,
        log,
        told: log === undefined ? undefined : told,
        made: (key) => void made.add(key),
      });
      opened.set(resource.name, output);
      return output.sink;
    },

    accept(outcome) {
      if (isFinished) return;
      refuseIncomplete(outcome, opened.get(outcome.name)?.resource, entryOf(outcome.name), terms);
    },

    statePlace: store.name,
    readState: () => readState(store, earlier?.manifest),
    earlierRecords: (name) => entryOf(name)?.records,

    async commit(outcomes, startedAt, state, marks) {
      await lock?.assertHeld();
      if (isFinished) {
        await forgetNotes();
        await lock?.release();
        lock = undefined;
        return outcomes.flatMap(({ name }) => published(store, name, entryOf(name)));
      }
      const resources = new Map(earlier?.manifest.resources);
      const finished = [];
      for (const outcome of outcomes) {
        const output = opened.get(outcome.name);
        if (output?.sink.isClosed !== true) continue;
        const one = await output.finish(outcome);
        resources.set(outcome.name, one.entry);
        finished.push(one);
      }
      const before = earlier?.manifest.state;
      const now = state === undefined ? before : stateKey(run);
      if (state !== undefined && now !== undefined) {
        made.add(now);
        await store.write(now, state);
      }
      const manifest: Manifest = {
        version: 2,
        pipeline,
        format: options.format.name,
        started: startedAt.toISOString(),
        finished: new Date().toISOString(),
        ...(now === undefined ? {} : { state: now }),
        resources,
        ...marks,
      };
      await writeManifest(store, manifest, earlier);
      // It is done; what goes now is only in the way.
      const gone = finished.flatMap((one) => one.gone);
      await store.remove([...gone, ...(before === now || before === undefined ? [] : [before])]);
      await forgetNotes();
      await lock?.release();
      lock = undefined;
      return finished.flatMap((one) => one.published);
    },

    abort: (isInterrupted = false) => clear(isInterrupted),
  };
}

/** Of a resource whose objects are in place already. */
const IN_PLACE: Sink = { write: async () => {}, close: async () => {}, abort: async () => {} };

async function list(store: ObjectStore, prefix: string): Promise<readonly ListedObject[]> {
  const objects: ListedObject[] = [];
  for await (const object of store.list(prefix)) if (!object.key.startsWith(SHARDS)) objects.push(object);
  return objects;
}

function isInPlace(logged: LoggedResource | undefined, entry: ManifestEntry | undefined): boolean {
  if (logged?.isEnded !== true || entry === undefined) return false;
  const lying = new Set(entry.files.map(({ sha256, path }) => `${path.split('/').at(-1)} ${sha256}`));
  return logged.last.parts.every(({ name, sha256 }) => lying.has(`${name} ${sha256}`));
}

function published(store: ObjectStore, resource: string, entry: ManifestEntry | undefined): PublishedFile[] {
  return (entry?.files ?? []).map((file) => ({ ...file, resource, path: `${store.name}/${file.path}` }));
}
