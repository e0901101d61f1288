// One resource's files in an export directory: written aside, then named beside or in place of the earlier ones.
import path from 'node:path';
import type { ResourcePlan } from '../../config/pipeline.ts';
import type { Step } from '../files/journal.ts';
import type { ManifestEntry, ManifestFile } from '../files/manifest.ts';
import { partName, partNumber, REJECTS } from '../files/names.ts';
import type { WrittenPart } from '../files/output-file.ts';
import { COMPRESSIONS } from '../formats/compression.ts';
import { datasetOnto } from './dataset-onto.ts';
import { chosenOptions } from './file-options.ts';
import { type FileSink, openFileSink } from './file-sink.ts';
import { readBack } from './read-back.ts';
import { RejectFile, type RejectSink } from './rejects.ts';
import type { FileOptions, PublishedFile, ResourceOutcome } from './target.ts';

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
}

export interface DirectoryOutput {
  readonly resource: ResourcePlan;
  readonly sink: FileSink;
  finish(outcome: ResourceOutcome): Promise<FinishedOutput>;
  /** Never fails. */
  discard(): Promise<void>;
}

/** What is done to put a resource's output in place, and what is true then. */
export interface FinishedOutput {
  readonly entry: ManifestEntry;
  readonly puts: readonly Step[];
  readonly removals: readonly Extract<Step, { kind: 'remove' }>[];
  readonly published: readonly PublishedFile[];
}

export async function openDirectoryOutput(given: DirectoryOutputOptions): Promise<DirectoryOutput> {
  const { resource, options, directory, staging, folder, before } = given;
  const { format, compression } = options;
  const endings = [format.extension, ...(compression === undefined ? [] : [COMPRESSIONS[compression]])];
  const dataset = await datasetOnto(resource, before, options);
  const own = new RejectFile(path.join(directory, staging, REJECTS, folder, partName(0, ['ndjson'])));
  const sink = await openFileSink({
    dataset,
    compression,
    limits: options.limits,
    pathOf: (part) => path.join(directory, staging, folder, partName(part, endings)),
    rejects: given.rejects ?? own,
    readBack: (part) => readBack(part, dataset.columns(), options),
  });
  const isReplaced = resource.write_disposition !== 'append';

  return {
    resource,
    sink,
    async finish(outcome) {
      const rejected = given.rejects === undefined ? await own.finish() : undefined;
      const parts = namedParts(sink.parts, folder, endings, before?.files ?? [], isReplaced);
      // A record that could not be kept is not in the files, so what merge carries over does not hold it.
      const isRejectReplaced = resource.write_disposition === 'replace';
      const rejects = namedParts(
        rejected === undefined ? [] : [rejected],
        `${REJECTS}/${folder}`,
        ['ndjson'],
        before?.rejected ?? [],
        isRejectReplaced,
      );
      const told = chosenOptions(format, options.formatOptions);
      const files = parts.map(({ file }) => ({
        ...file,
        format: format.name,
        ...(compression === undefined ? {} : { compression }),
        ...(Object.keys(told).length === 0 ? {} : { options: told }),
      }));
      const lying = isReplaced ? files : [...(before?.files ?? []), ...files];
      const kept = isRejectReplaced ? [] : (before?.rejected ?? []);
      const lyingRejects = [...kept, ...rejects.map(({ file }) => file)];
      return {
        entry: {
          complete: outcome.isComplete,
          pages: outcome.pages,
          records: rowsOf(lying),
          duplicates: outcome.duplicates,
          rejects: given.rejects === undefined ? rowsOf(lyingRejects) : outcome.rejects,
          ...dataset.facts(),
          files: lying,
          rejected: lyingRejects,
        },
        puts: [
          ...parts.map((part) => putOf(part, `${staging}/${folder}`)),
          ...rejects.map((part) => putOf(part, `${staging}/${REJECTS}/${folder}`)),
        ],
        removals: [
          ...removalsOf(isReplaced ? (before?.files ?? []) : [], files),
          ...removalsOf(isRejectReplaced ? (before?.rejected ?? []) : [], lyingRejects),
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
    async discard() {
      await sink.abort();
      await own.discard();
    },
  };
}

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
  endings: readonly string[],
  earlier: readonly ManifestFile[],
  isReplaced: boolean,
): readonly NamedPart[] {
  const names = new Set(earlier.map((file) => file.path));
  const nameOf = (number: number) => `${folder}/${partName(number, endings)}`;
  const isFree = (first: number) => staged.every((_, index) => !names.has(nameOf(first + index)));
  let first = 0;
  if (!isReplaced) first = Math.max(-1, ...earlier.map((file) => partNumber(file.path))) + 1;
  else if (staged.length !== 1 || earlier.length !== 1) while (!isFree(first)) first += 1;
  return staged.map(({ path: from, rows, bytes, sha256 }, index) => ({
    staged: path.basename(from),
    file: { path: nameOf(first + index), rows, bytes, sha256 },
  }));
}

function putOf({ staged, file }: NamedPart, staging: string): Step {
  return { kind: 'put', from: `${staging}/${staged}`, to: file.path, bytes: file.bytes };
}

function removalsOf(earlier: readonly ManifestFile[], now: readonly ManifestFile[]) {
  const kept = new Set(now.map((file) => file.path));
  return earlier
    .filter((file) => !kept.has(file.path))
    .map(({ path }) => ({ kind: 'remove' as const, path }));
}

function rowsOf(files: readonly ManifestFile[]): number {
  return files.reduce((sum, file) => sum + file.rows, 0);
}
