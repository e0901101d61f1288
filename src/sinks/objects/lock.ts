// One run a place, in an object store: an object that its owner keeps fresh. It refuses a second run early; that two of
// them never put their output in place is the work of the condition on the manifest.
import { OutputError, StateError } from '../../core/errors.ts';
import type { Lock } from '../../core/files/lock.ts';
import { type LockOwner, parseOwner, standingOf, thisOwner } from '../../core/files/lock-owner.ts';
import { sleep } from '../../core/time.ts';
import type { ObjectStore } from './store.ts';

export const OBJECT_LOCK = '.penstock-lock';

const FRESH_SECONDS = 10;
// Three times missed, its owner is gone, or has been stopped for so long that it will find the place changed.
const STALE_SECONDS = 30;
const LOOK_EVERY_SECONDS = 1;

/**
 * Where nobody can tell whether the owner of a lock still runs, it waits until the lock is kept fresh, or stale.
 * @param staleSeconds for tests
 * @throws StateError that names the run which holds it; OutputError for a store that knows no conditions
 */
export async function lockStore(store: ObjectStore, staleSeconds = STALE_SECONDS): Promise<Lock> {
  const owner = thisOwner();
  const text = JSON.stringify(owner);
  let etag = await take(store, text, staleSeconds);
  const ignored = await store.write(OBJECT_LOCK, text, { isAbsent: true });
  if (ignored !== undefined) {
    await store.remove([OBJECT_LOCK]).catch(() => {});
    throw new OutputError(`${store.name}: this store ignores conditions (If-None-Match)`, {
      hint: 'without them two runs could put their output into one place: use a store, or a release of it, that has conditional writes',
    });
  }
  let isLost = false;
  const refresh = setInterval(() => {
    // Not the same text again, which would have the same etag: whoever waits looks for a change.
    const sign = JSON.stringify({ ...owner, at: new Date().toISOString() });
    store.write(OBJECT_LOCK, sign, { etag }).then(
      (fresh) => {
        if (fresh === undefined) isLost = true;
        else etag = fresh;
      },
      // Where the store cannot be reached, the next time tells.
      () => {},
    );
  }, FRESH_SECONDS * 1000);
  refresh.unref();
  return {
    async assertHeld() {
      const found = isLost ? undefined : await store.read(OBJECT_LOCK);
      if (found !== undefined && parseOwner(found.text)?.token === owner.token) return;
      throw new StateError(`${store.name}: another run has taken it over`, {
        hint: 'this run was stopped for too long; nothing of it was put in place',
      });
    },
    async release() {
      clearInterval(refresh);
      const found = await store.read(OBJECT_LOCK);
      if (found !== undefined && parseOwner(found.text)?.token === owner.token)
        await store.remove([OBJECT_LOCK]);
    },
  };
}

async function take(store: ObjectStore, text: string, staleSeconds: number): Promise<string> {
  let first: string | undefined;
  for (;;) {
    const etag = await store.write(OBJECT_LOCK, text, { isAbsent: true });
    if (etag !== undefined) return etag;
    const found = await store.read(OBJECT_LOCK);
    if (found === undefined) continue;
    // An answer that got lost, and the request with it sent again.
    if (found.text === text) return found.etag;
    const holder = parseOwner(found.text);
    const standing = holder === undefined ? 'unknown' : standingOf(holder);
    first ??= found.etag;
    if (standing === 'runs' || found.etag !== first) throw refused(store, holder);
    if (standing === 'ended' || found.age >= staleSeconds) {
      const taken = await store.write(OBJECT_LOCK, text, { etag: found.etag });
      if (taken === undefined) throw refused(store, holder);
      return taken;
    }
    await sleep(LOOK_EVERY_SECONDS, undefined);
  }
}

function refused(store: ObjectStore, holder: LockOwner | undefined): StateError {
  const who =
    holder === undefined
      ? 'another run'
      : `a run of process ${holder.pid} on ${holder.host} since ${holder.since}`;
  return new StateError(`${store.name}: ${who} is at work there`, {
    hint: 'wait for that run to end, or export into another place',
  });
}
