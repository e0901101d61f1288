// One resource's files in an export directory: written aside, then named beside or in place of the earlier ones.
import fs from 'node:fs/promises';
import path from 'node:path';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { syncDirectory } from '../../core/files/directories.ts';
import type { Step } from '../files/journal.ts';
import type { ManifestEntry, ManifestFile } from '../files/manifest.ts';
import { partName, partNumber, partSuffix, REJECTS } from '../files/names.ts';
import { attempt } from '../files/output-error.ts';
import type { WrittenPart } from '../files/output-file.ts';
import { type AdoptedParts, adoptParts, localParts } from '../files/part-store.ts';
import type { LoggedRejects, ResumeLog, SafeLine } from '../files/resume-log.ts';
import { COMPRESSIONS } from '../formats/compression.ts';
import { datasetOnto } from './dataset-onto.ts';
import { type FileSink, openFileSink } from './file-sink.ts';
import { keptParts, type LoggedResource } from './leftover.ts';
import { entryOnto, rowsOf } from './manifest-entry.ts';
import { readBack } from './read-back.ts';
import { RejectFile, type RejectSink } from './rejects.ts';
import { safePoints } from './safe-points.ts';
import type { FileOptions, PublishedFile, ResourceOutcome } from './target.ts';

// So much of a read is lost at most where it is interrupted.
const SAFE_EVERY_MS = 60_000;

export interface DirectoryOutputOptions {
  readonly resource: ResourcePlan;
  readonly options: FileOptions;
  readonly directory: string;
  /** This run's own folder, relative to the directory. */
  readonly staging: string;
  /** The resource's folder. */
  readonly folder: string;
  /** What the manifest says of its earlier files. */
  readonly before: ManifestEntry | undefined;
  /** Where rejects go in place of the directory. */
  readonly rejects: RejectSink | undefined;
  /** What an interrupted run has left of it. */
  readonly left: LoggedResource | undefined;
  /** Parts of other runs that come first. */
  readonly adopted?: AdoptedParts | undefined;
  /** Undefined for a run that nobody can go on from. */
  readonly log: (() => Promise<ResumeLog>) | undefined;
  /** What the run has counted; undefined where nothing is noted before the resource has ended. */
  readonly told: (() => unknown) | undefined;
}

export interface DirectoryOutput {
  readonly resource: ResourcePlan;
  readonly sink: FileSink;
  finish(outcome: ResourceOutcome): Promise<FinishedOutput>;
  /**
   * Notes that the resource has come to its end.
   * @throws OutputError
   */
  ended(told: unknown): Promise<void>;
  /**
   * Never fails.
   * @param isInterrupted what is safe stays
   */
  discard(isInterrupted: boolean): Promise<void>;
}

/** What is done to put a resource's output in place, and what is true then. */
export interface FinishedOutput {
  readonly entry: ManifestEntry;
  readonly puts: readonly Step[];
  readonly removals: readonly Extract<Step, { kind: 'remove' }>[];
  readonly published: readonly PublishedFile[];
}

export async function openDirectoryOutput(given: DirectoryOutputOptions): Promise<DirectoryOutput> {
  const { resource, options, directory, staging, folder, before, left, adopted, log, told } = given;
  const { format, compression } = options;
  const endings = [format.extension, ...(compression === undefined ? [] : [COMPRESSIONS[compression]])];
  const dataset = await datasetOnto(resource, before, options, adopted?.columns ?? left?.last.columns);
  const staged = path.join(directory, staging, folder);
  const own = await rejectFile(
    path.join(directory, staging, REJECTS, folder, partName(0, ['ndjson'])),
    left?.last.rejects,
  );
  const add = async (line: NotedLine) => {
    if (log === undefined) return;
    const lines = await log();
    await own.sync();
    await attempt(`flush ${staged}`, () => syncDirectory(staged));
    const parts = sink.parts.map(({ path: file, ...part }) => ({ name: path.basename(file), ...part }));
    const columns = dataset.columns();
    const shape = columns === undefined ? {} : { columns: [...columns] };
    await lines.add({ ...line, resource: resource.name, parts, ...shape });
  };
  const written =
    adopted === undefined
      ? left === undefined
        ? []
        : await keptParts(staged, left)
      : await adoptParts(staged, adopted, endings);
  const isColumnar = format.hasColumnTypes === true;
  const sink: FileSink = await openFileSink({
    dataset,
    compression,
    limits: options.limits,
    written,
    safe:
      told === undefined || log === undefined
        ? undefined
        : safePoints({
            everyMs: SAFE_EVERY_MS,
            // What the first records show are the columns of all files: they are waited for.
            mayEnd: () => !isColumnar || dataset.columns() !== undefined,
            isDeduplicated: resource.dedupe && resource.primary_key.length > 0,
            told,
            rows: rowsOf(written),
            rejects: () => own.soFar,
            note: ({ points, ...point }) => add({ kind: 'safe', points: [...points], ...point }),
          }),
    store: localParts((part) => path.join(staged, partName(part, endings))),
    rejects: given.rejects ?? own,
    readBack: (part) => readBack(part, dataset.columns(), options),
  });
  const isReplaced = resource.write_disposition !== 'append';

  return {
    resource,
    sink,
    async finish(outcome) {
      const rejected = given.rejects === undefined ? await own.finish() : undefined;
      const parts = namedParts(sink.parts, folder, before?.files ?? [], isReplaced);
      const isRejectReplaced = resource.write_disposition === 'replace';
      const rejects = namedParts(
        rejected === undefined ? [] : [rejected],
        `${REJECTS}/${folder}`,
        before?.rejected ?? [],
        isRejectReplaced,
      );
      const { entry, gone } = entryOnto({
        resource,
        options,
        dataset,
        before,
        outcome,
        files: parts.map(({ file }) => file),
        rejected: rejects.map(({ file }) => file),
        isRejectedElsewhere: given.rejects !== undefined,
      });
      return {
        entry,
        puts: [
          ...parts.map((part) => putOf(part, `${staging}/${folder}`)),
          ...rejects.map((part) => putOf(part, `${staging}/${REJECTS}/${folder}`)),
        ],
        removals: [
          ...gone.map((file) => ({ kind: 'remove' as const, path: file })),
          ...(isRejectReplaced && before !== undefined && before.rejected === undefined
            ? [{ kind: 'remove' as const, path: `${REJECTS}/${folder}.ndjson` }]
            : []),
        ],
        published: parts.map(({ file }) => ({
          ...file,
          resource: resource.name,
          path: path.join(directory, file.path),
        })),
      };
    },
    ended: (last) => add({ kind: 'end', told: last, rejects: own.soFar }),
    async discard(isInterrupted) {
      await sink.abort();
      await (isInterrupted ? own.leave() : own.discard());
    },
  };
}

/** Rejects go on behind those that an interrupted run has noted. */
async function rejectFile(file: string, before: LoggedRejects | undefined): Promise<RejectFile> {
  const own = new RejectFile(file);
  // A run that was only stopped may have the old file open; what it writes there is nobody's.
  const kept = `${file}.kept`;
  if (before === undefined || before.rows === 0) {
    await attempt(`remove ${file}`, () => fs.rm(file, { force: true }));
    return own;
  }
  await attempt(`keep ${file}`, () => fs.rename(file, kept));
  await own.goOnFrom(kept, before);
  await attempt(`remove ${kept}`, () => fs.rm(kept, { force: true }));
  return own;
}

type NotedLine = DistributiveOmit<SafeLine, 'resource' | 'parts' | 'columns'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

interface NamedPart {
  readonly staged: string;
  readonly file: ManifestFile;
}

/**
 * Gives staged files their final names: after the earlier ones that stay, or clear of those that go, so that the old are
 * whole until the manifest has changed. A single file takes its predecessor's name, which is one step.
 */
function namedParts(
  staged: readonly WrittenPart[],
  folder: string,
  earlier: readonly ManifestFile[],
  isReplaced: boolean,
): readonly NamedPart[] {
  const names = new Set(earlier.map((file) => file.path));
  const suffixes = staged.map((part) => partSuffix(part.path));
  const nameOf = (number: number, index: number) => `${folder}/${partName(number, [suffixes[index] ?? ''])}`;
  const isFree = (first: number) => staged.every((_, index) => !names.has(nameOf(first + index, index)));
  let first = 0;
  if (!isReplaced) first = Math.max(-1, ...earlier.map((file) => partNumber(file.path))) + 1;
  else if (staged.length !== 1 || earlier.length !== 1) while (!isFree(first)) first += 1;
  return staged.map(({ path: from, rows, bytes, sha256 }, index) => ({
    staged: path.basename(from),
    file: { path: nameOf(first + index, index), rows, bytes, sha256 },
  }));
}

function putOf({ staged, file }: NamedPart, staging: string): Step {
  return { kind: 'put', from: `${staging}/${staged}`, to: file.path, bytes: file.bytes };
}
