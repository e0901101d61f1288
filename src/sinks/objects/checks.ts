// What lies at a place in an object store: whose it is, and whether it is what the manifest says.
import type { ResourcePlan } from '../../config/pipeline.ts';
import { StateError } from '../../core/errors.ts';
import { MANIFEST, type Manifest, type ManifestEntry } from '../files/manifest.ts';
import { PART_PATH } from '../files/names.ts';
import { OBJECT_LOCK } from './lock.ts';
import { LOGS } from './log.ts';
import type { ListedObject, ObjectStore } from './store.ts';

// The mark of a run in the name of a part: no file that a person has put there has it.
const OWN_PART = /\/part-\d{5,}\.r[0-9a-f]{8}\./;
const OWN_STATE = /^_state\/[\w-]+\.json$/;

export const isOwnPart = (key: string): boolean => PART_PATH.test(key) && OWN_PART.test(key);
export const isOwnState = (key: string): boolean => OWN_STATE.test(key);

/** Whether a run may have put it there. */
function isOurs(key: string): boolean {
  return key === OBJECT_LOCK || key.startsWith(`${LOGS}/`) || isOwnState(key) || isOwnPart(key);
}

/** @throws StateError where there is no export, and something else */
export function refuseForeign(
  store: ObjectStore,
  manifest: Manifest | undefined,
  objects: readonly ListedObject[],
): void {
  if (manifest !== undefined) return;
  const foreign = objects.filter(({ key }) => !isOurs(key));
  if (foreign.length === 0) return;
  const some = foreign.slice(0, 3).map(({ key }) => key);
  throw new StateError(`${store.name} is not empty and has no ${MANIFEST}: ${some.join(', ')}`, {
    hint: 'export into an empty or new prefix, or into one that an earlier run has written',
  });
}

/** @throws StateError for an object among those of a resource that the manifest does not name, and no run has made */
export function refuseUnknown(
  store: ObjectStore,
  folder: string,
  entry: ManifestEntry | undefined,
  objects: readonly ListedObject[],
): void {
  const known = new Set([...(entry?.files ?? []), ...(entry?.rejected ?? [])].map((file) => file.path));
  const isAmong = (key: string) => key.startsWith(`${folder}/`) || key.startsWith(`_rejects/${folder}/`);
  const foreign = objects.find(({ key }) => isAmong(key) && !known.has(key) && !isOurs(key));
  if (foreign === undefined) return;
  throw new StateError(`${store.name}/${foreign.key} is in the way: the manifest does not name it`, {
    hint: 'move it elsewhere, or export into another prefix',
  });
}

/** @throws StateError where what the run goes on from is not there as the manifest says */
export function refuseMissing(
  store: ObjectStore,
  { write_disposition: disposition }: ResourcePlan,
  entry: ManifestEntry | undefined,
  objects: readonly ListedObject[],
): void {
  if (entry === undefined || disposition === 'replace') return;
  const sizes = new Map(objects.map(({ key, bytes }) => [key, bytes]));
  const changed = entry.files.find((file) => sizes.get(file.path) !== file.bytes);
  if (changed === undefined) return;
  const what = sizes.has(changed.path) ? 'is not what the manifest says' : 'is not there';
  throw new StateError(`${store.name}/${changed.path} ${what}`, {
    hint: 'the earlier snapshot was changed; restore it, or set write_disposition: replace',
  });
}
