// What a directory run leaves for one that goes on from it, and what it goes on from itself.
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { toJsonText } from '../../core/json.ts';
import type { ManifestEntry } from '../files/manifest.ts';
import { REJECTS } from '../files/names.ts';
import { attempt } from '../files/output-error.ts';
import { ResumeLog } from '../files/resume-log.ts';
import type { DirectoryOutputOptions } from './directory-output.ts';
import { adoptLeftover, isInPlace, type Leftover, removeUnknown } from './leftover.ts';
import { readBack } from './read-back.ts';
import type { FileOptions, LeftResource, RunTerms } from './target.ts';

export interface DirectoryResumeOptions {
  readonly directory: string;
  /** This run's own folder, relative to the directory. */
  readonly staging: string;
  readonly options: FileOptions;
  /** The folder of a resource. */
  readonly folderOf: (resource: string) => string;
  readonly entryOf: (resource: string) => ManifestEntry | undefined;
  /** @throws StateError where the place is another run's by now */
  readonly assertHeld: () => Promise<void>;
}

export interface DirectoryResume {
  /**
   * Once the lock is held: makes what an interrupted run has left this run's own, where that is wanted.
   * @throws StateError when it is of another plan; OutputError
   */
  begin(resources: readonly ResourcePlan[], terms: RunTerms): Promise<void>;
  /** Whether the folder of this run is one that another one has left. */
  readonly hasLeft: boolean;
  /** Whether the interrupted run had put all of its files in place. */
  readonly isFinished: boolean;
  /** Whether a later run finds something to go on from. */
  readonly isWorthIt: boolean;
  /** What the output of a resource goes on from, and where it notes how far it came. */
  of(resource: string, told?: () => unknown): Pick<DirectoryOutputOptions, 'left' | 'log' | 'told'>;
  left(resource: string): LeftResource | undefined;
  anew(resource: string): Promise<void>;
}

export function directoryResume(given: DirectoryResumeOptions): DirectoryResume {
  const { directory, staging, options, folderOf, entryOf, assertHeld } = given;
  const own = path.join(directory, staging);
  let plan: string | undefined;
  let left: Leftover | undefined;
  let isFinished = false;
  let opening: Promise<ResumeLog> | undefined;
  let opened: ResumeLog | undefined;

  /** Made with its first line. */
  const log = async () => {
    await assertHeld();
    opening ??= left === undefined ? ResumeLog.create(own, plan ?? '') : Promise.resolve(left.log);
    opened = await opening;
    return opened;
  };
  const isAllInPlace = async (resources: readonly ResourcePlan[], { resources: logged }: Leftover) => {
    for (const { name } of resources) {
      const one = logged.get(name);
      if (one === undefined || !(await isInPlace(path.join(own, folderOf(name)), one, entryOf(name))))
        return false;
    }
    return true;
  };

  return {
    async begin(resources, { resume, isLimited }) {
      // Rejects that go elsewhere are not the directory's to keep.
      if (resume === undefined || isLimited || options.rejects !== undefined) return;
      plan = planOf(resume.plan, options);
      if (!resume.isWanted) return;
      left = await adoptLeftover(directory, staging, plan);
      if (left === undefined) return;
      await removeUnknown(own, new Set([...left.resources.keys()].map(folderOf)));
      isFinished = await isAllInPlace(resources, left);
    },
    get hasLeft() {
      return left !== undefined;
    },
    get isFinished() {
      return isFinished;
    },
    get isWorthIt() {
      return (opened ?? left?.log)?.hasLines === true;
    },
    of: (resource, told) => ({
      left: left?.resources.get(resource),
      log: plan === undefined ? undefined : log,
      told: plan === undefined ? undefined : told,
    }),
    left(resource) {
      const logged = left?.resources.get(resource);
      if (logged === undefined) return undefined;
      const { last, isEnded, points } = logged;
      return {
        isEnded,
        points,
        told: last.told,
        head: last.kind === 'safe' ? last.head : 0,
        async *records() {
          for (const { name } of last.parts)
            yield* readBack(path.join(own, folderOf(resource), name), last.columns, options);
        },
      };
    },
    async anew(resource) {
      if (left?.resources.has(resource) !== true) return;
      await left.log.add({ kind: 'anew', resource });
      left.resources.delete(resource);
      for (const base of [own, path.join(own, REJECTS)]) {
        const place = path.join(base, folderOf(resource));
        await attempt(`remove ${place}`, () => fs.rm(place, { recursive: true, force: true }));
      }
    },
  };
}

/** What a run that goes on has in common with the interrupted one: what is read, and how it is written. */
export function planOf(plan: string, { format, formatOptions, compression }: FileOptions): string {
  const text = toJsonText([plan, format.name, formatOptions, compression ?? null]);
  return createHash('sha256').update(text).digest('hex');
}
