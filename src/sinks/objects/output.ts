// One resource's objects: its parts under their final names, its rejects, and what the manifest is going to say of them.
import path from 'node:path';
import type { ResourcePlan } from '../../config/pipeline.ts';
import type { ManifestEntry, ManifestFile } from '../files/manifest.ts';
import { partName, partNumber, REJECTS } from '../files/names.ts';
import type { WrittenPart } from '../files/output-file.ts';
import type { AdoptedParts } from '../files/part-store.ts';
import type { SafeLine } from '../files/resume-log.ts';
import { COMPRESSIONS } from '../formats/compression.ts';
import { datasetOnto } from '../targets/dataset-onto.ts';
import { type FileSink, openFileSink } from '../targets/file-sink.ts';
import type { LoggedResource } from '../targets/leftover.ts';
import { entryOnto, rowsOf } from '../targets/manifest-entry.ts';
import { readBack } from '../targets/read-back.ts';
import { safePoints } from '../targets/safe-points.ts';
import type { FileOptions, PublishedFile, ResourceOutcome } from '../targets/target.ts';
import { keptRejects } from './kept-rejects.ts';
import type { ObjectLog } from './log.ts';
import { objectParts } from './parts.ts';
import { ObjectRejects } from './rejects.ts';
import type { ObjectStore } from './store.ts';

// So much of a read is lost at most where it is interrupted.
const SAFE_EVERY_MS = 60_000;

export interface ObjectOutputOptions {
  readonly resource: ResourcePlan;
  readonly options: FileOptions;
  readonly store: ObjectStore;
  /** Of this run, in the names of its objects. */
  readonly run: string;
  readonly folder: string;
  readonly before: ManifestEntry | undefined;
  /** What an interrupted run has left of it. */
  readonly left: LoggedResource | undefined;
  /** Parts of other runs that come first. */
  readonly adopted: AdoptedParts | undefined;
  /** Undefined for a run that nobody can go on from. */
  readonly log: ObjectLog | undefined;
  readonly told: (() => unknown) | undefined;
  /** Told of each key before anything lies there. */
  readonly made: (key: string) => void;
}

export interface ObjectOutput {
  readonly resource: ResourcePlan;
  readonly sink: FileSink;
  finish(outcome: ResourceOutcome): Promise<FinishedObjects>;
  ended(told: unknown): Promise<void>;
  /** Ends what is being uploaded. Never fails. */
  discard(): Promise<void>;
}

export interface FinishedObjects {
  readonly entry: ManifestEntry;
  /** Earlier objects that it does not name any more. */
  readonly gone: readonly string[];
  readonly published: readonly PublishedFile[];
}

export async function openObjectOutput(given: ObjectOutputOptions): Promise<ObjectOutput> {
  const { resource, options, store, run, folder, before, left, adopted, log, told, made } = given;
  const { format, compression, limits } = options;
  const endings = [format.extension, ...(compression === undefined ? [] : [COMPRESSIONS[compression]])];
  const isAppended = resource.write_disposition === 'append';
  const first = isAppended ? numberBehind(before?.files) : 0;
  const firstReject = resource.write_disposition === 'replace' ? 0 : numberBehind(before?.rejected);
  const dataset = await datasetOnto(resource, before, options, adopted?.columns ?? left?.last.columns);
  const written =
    adopted === undefined ? keptParts(folder, left) : await copied(given, adopted, endings, first);
  const rejectKey = (part: number) => `${REJECTS}/${folder}/${partName(firstReject + part, [run, 'ndjson'])}`;
  const rejects = new ObjectRejects(store, (part) => {
    const key = rejectKey(part);
    made(key);
    return key;
  });
  if (left !== undefined) await keptRejects(store, `${REJECTS}/${folder}`, left.last, rejects);
  const parts = objectParts(
    store,
    // Behind those that are there, the sink itself counts on.
    (part) => `${folder}/${partName(written.length === 0 ? first + part : part, [run, ...endings])}`,
    made,
    written,
  );

  const add = async (line: NotedLine) => {
    if (log === undefined) return;
    const rejected = (await rejects.settle()).map(named);
    const columns = dataset.columns();
    const shape = columns === undefined ? {} : { columns: [...columns] };
    const lasting = { resource: resource.name, parts: sink.parts.map(named), rejected, ...shape };
    await log.add({ ...line, ...lasting });
  };
  const isColumnar = format.hasColumnTypes === true;
  const sink: FileSink = await openFileSink({
    dataset,
    compression,
    limits,
    written,
    store: parts,
    safe:
      told === undefined || log === undefined
        ? undefined
        : safePoints({
            everyMs: SAFE_EVERY_MS,
            mayEnd: () => !isColumnar || dataset.columns() !== undefined,
            isDeduplicated: resource.dedupe && resource.primary_key.length > 0,
            told,
            rows: rowsOf(written),
            rejects: () => rejects.soFar,
            note: ({ points, ...point }) => add({ kind: 'safe', points: [...points], ...point }),
          }),
    rejects,
    readBack: (part) => readBack(part, dataset.columns(), options),
  });

  return {
    resource,
    sink,
    async finish(outcome) {
      const files = sink.parts.map(fileOf);
      const onto = entryOnto({
        resource,
        options,
        dataset,
        before,
        outcome,
        files,
        rejected: (await rejects.settle()).map(fileOf),
        isRejectedElsewhere: false,
      });
      const at = (key: string) => `${store.name}/${key}`;
      const published = files.map((file) => ({ ...file, resource: resource.name, path: at(file.path) }));
      return { ...onto, published };
    },
    ended: (last) => add({ kind: 'end', told: last, rejects: rejects.soFar }),
    async discard() {
      await sink.abort();
      await rejects.discard();
    },
  };
}

/** Behind the earlier ones, so that their names follow each other as they were written. */
function numberBehind(files: readonly ManifestFile[] = []): number {
  return Math.max(-1, ...files.map((file) => partNumber(file.path))) + 1;
}

function keptParts(folder: string, left: LoggedResource | undefined): readonly WrittenPart[] {
  return (left?.last.parts ?? []).map(({ name, ...part }) => ({ ...part, path: `${folder}/${name}` }));
}

/** The parts of the shards stay where they are until the manifest names their copies. */
async function copied(
  { store, run, folder, made }: ObjectOutputOptions,
  { parts }: AdoptedParts,
  endings: readonly string[],
  first: number,
): Promise<readonly WrittenPart[]> {
  const copies: WrittenPart[] = [];
  for (const { path: from, label, ...facts } of parts) {
    const key = `${folder}/${partName(first + copies.length, [run, label, ...endings])}`;
    made(key);
    await store.copy(from, key, facts.bytes);
    copies.push({ path: key, ...facts });
  }
  return copies;
}

const named = ({ path: key, ...facts }: WrittenPart) => ({ name: path.posix.basename(key), ...facts });
const fileOf = ({ path: key, rows, bytes, sha256 }: WrittenPart): ManifestFile => ({
  path: key,
  rows,
  bytes,
  sha256,
});

type NotedLine = DistributiveOmit<SafeLine, 'resource' | 'parts' | 'columns' | 'rejected'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
