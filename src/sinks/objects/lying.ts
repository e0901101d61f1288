// The manifest of an object store and the state that it names: the manifest moves both at once, on condition that it is
// still the one that was read.
import { StateError } from '../../core/errors.ts';
import { MANIFEST, type Manifest, manifestText, parseManifest } from '../files/manifest.ts';
import type { ObjectStore } from './store.ts';

export interface LyingManifest {
  readonly manifest: Manifest;
  readonly text: string;
  /** Names this version of it. */
  readonly etag: string;
}

/** @throws StateError for a damaged one; OutputError when it cannot be read */
export async function readManifest(store: ObjectStore): Promise<LyingManifest | undefined> {
  const found = await store.read(MANIFEST);
  if (found === undefined) return undefined;
  const { text, etag } = found;
  return { manifest: parseManifest(text, `${store.name}/${MANIFEST}`), text, etag };
}

/**
 * @param before the one that it takes the place of; undefined where there was none
 * @throws StateError where another run has put its output in place meanwhile
 */
export async function writeManifest(
  store: ObjectStore,
  manifest: Manifest,
  before: LyingManifest | undefined,
): Promise<void> {
  const text = manifestText(manifest);
  const condition = before === undefined ? { isAbsent: true as const } : { etag: before.etag };
  if ((await store.write(MANIFEST, text, condition)) !== undefined) return;
  // An answer that got lost, and the request with it sent again.
  if ((await store.read(MANIFEST))?.text === text) return;
  throw new StateError(`${store.name}: another run has put its output in place meanwhile`, {
    hint: 'nothing of this run was put in place; run again',
  });
}

/** The name of the state that a run writes. */
export const stateKey = (run: string): string => `_state/${run}.json`;

/** @throws StateError where the manifest names a state that is not there */
export async function readState(
  store: ObjectStore,
  manifest: Manifest | undefined,
): Promise<string | undefined> {
  if (manifest?.state === undefined) return undefined;
  const found = await store.read(manifest.state);
  if (found !== undefined) return found.text;
  throw new StateError(`${store.name}/${manifest.state}, the state, is not there`, {
    hint: 'restore it, or begin anew with --full-refresh',
  });
}
