// A place in an object store as a whole: looked at, written into by a target, and removed.
import { randomBytes } from 'node:crypto';
import { StateError } from '../../core/errors.ts';
import type { ExportPlace } from '../targets/export-place.ts';
import { lockStore } from './lock.ts';
import { readManifest, readState, stateKey, writeManifest } from './lying.ts';
import { localCopy } from './parts.ts';
import type { ObjectStore } from './store.ts';
import { objectTarget } from './target.ts';

export function objectPlace(store: ObjectStore): ExportPlace {
  const nameless = () =>
    new StateError(`${store.name} is no export of penstock's: it has no manifest`, {
      hint: 'name the prefix that a run has written with -o',
    });
  const state = async () => {
    const lying = await readManifest(store);
    if (lying === undefined) throw nameless();
    return { pipeline: lying.manifest.pipeline, text: await readState(store, lying.manifest) };
  };
  return {
    name: store.name,
    read: () => readManifest(store),
    readState: async () => readState(store, (await readManifest(store))?.manifest),
    target: (options, pipeline) => objectTarget(store, options, pipeline),
    within: (folder) => objectPlace(store.within(folder)),
    pathOf: (file) => store.keyOf(file),
    local: (file) => localCopy(store, file),
    async hold() {
      const lock = await lockStore(store);
      return { release: () => lock.release().catch(() => {}) };
    },
    state,
    async changeState() {
      await state();
      const lock = await lockStore(store);
      const close = () => lock.release().catch(() => {});
      return {
        ...(await state()),
        async save(text) {
          const lying = await readManifest(store);
          if (lying === undefined) throw nameless();
          const key = stateKey(`r${randomBytes(4).toString('hex')}`);
          await store.write(key, text);
          await writeManifest(store, { ...lying.manifest, state: key }, lying);
          if (lying.manifest.state !== undefined) await store.remove([lying.manifest.state]);
        },
        close,
      };
    },
    async remove() {
      const keys: string[] = [];
      for await (const { key } of store.list('')) keys.push(key);
      await store.remove(keys);
    },
    // There are no folders.
    removeEmpty: async () => {},
  };
}
