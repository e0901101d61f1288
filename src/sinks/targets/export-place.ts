// A place of exports as a whole, whatever holds its files: looked at, written into by a target, and removed.
import fs from 'node:fs/promises';
import path from 'node:path';
import { makeDirectory } from '../../core/files/directories.ts';
import { openDirectoryState, readDirectoryState } from '../files/directory-state.ts';
import { MANIFEST, type Manifest, type ManifestFile, parseManifest, STATE } from '../files/manifest.ts';
import { attempt } from '../files/output-error.ts';
import { DIRECTORY_LOCK, lockOutput } from '../files/output-lock.ts';
import { readOwnText } from '../files/own-text.ts';
import { inItself, type LocalCopy } from '../files/part-store.ts';
import { directoryTarget } from './directory.ts';
import type { FileOptions, Target } from './target.ts';

/** An export as it lies there. */
export interface LyingExport {
  readonly manifest: Manifest;
  /** Its manifest as it is written. */
  readonly text: string;
}

export interface PlaceState {
  readonly pipeline: string;
  /** Undefined where no incremental resource was ever read. */
  readonly text: string | undefined;
}

export interface ChangingState extends PlaceState {
  save(text: string): Promise<void>;
  close(): Promise<void>;
}

export interface ExportPlace {
  /** How messages call it. */
  readonly name: string;
  /**
   * @returns undefined where there is none
   * @throws StateError for a damaged one; OutputError when it cannot be read
   */
  read(): Promise<LyingExport | undefined>;
  /** The state beside it. */
  readState(): Promise<string | undefined>;
  target(options: FileOptions, pipeline: string): Target;
  /** A place within this one. */
  within(folder: string): ExportPlace;
  /** Where a file of its manifest lies: what a target of the same kind takes as adopted. */
  pathOf(file: string): string;
  /** A file of its manifest, to be read. */
  local(file: ManifestFile): Promise<LocalCopy>;
  /**
   * Keeps runs out.
   * @throws StateError while one is at work there
   */
  hold(): Promise<{ release(): Promise<void> }>;
  /**
   * The state, to be looked at.
   * @throws StateError where there is no export
   */
  state(): Promise<PlaceState>;
  /**
   * The state, to be changed; no run begins meanwhile.
   * @throws StateError also while a run is at work there
   */
  changeState(): Promise<ChangingState>;
  /** Removes all that is there. */
  remove(): Promise<void>;
  /** Removes it where nothing is in it. Never fails. */
  removeEmpty(): Promise<void>;
}

export function directoryPlace(directory: string): ExportPlace {
  const within = (name: string) => path.join(directory, name);
  return {
    name: directory,
    async read() {
      const file = within(MANIFEST);
      const text = await readOwnText(file);
      return text === undefined ? undefined : { text, manifest: parseManifest(text, file) };
    },
    readState: () => readOwnText(within(STATE)),
    target: (options, pipeline) => directoryTarget(directory, options, pipeline),
    within: (folder) => directoryPlace(within(folder)),
    pathOf: within,
    local: (file) => inItself(within(file.path)),
    async hold() {
      await attempt(`write into ${directory}`, () => makeDirectory(directory));
      const lock = await lockOutput(directory, within(DIRECTORY_LOCK));
      return { release: () => lock.release().catch(() => {}) };
    },
    state: () => readDirectoryState(directory),
    changeState: () => openDirectoryState(directory),
    removeEmpty: () => fs.rmdir(directory).catch(() => {}),
    remove: () => attempt(`remove ${directory}`, () => fs.rm(directory, { recursive: true, force: true })),
  };
}
