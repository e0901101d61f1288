// One process at a time: a lock whose owner is named in it from the start, and that a dead owner does not keep.
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createLock, type LockText, readLock, replaceLock, touchLock } from './lock-file.ts';
import { parseOwner, standingOf, thisOwner } from './lock-owner.ts';

export interface Lock {
  /** @throws LockedError when another process has taken the lock over */
  assertHeld(): Promise<void>;
  /** Gives the lock back, if it is still held. */
  release(): Promise<void>;
}

/** Another process holds the lock; the message names it, as in "in use by process 12 on host, since …". */
export class LockedError extends Error {}

export interface LockOptions {
  /** How long to wait for a holder to give the lock back; default 0. */
  readonly waitSeconds?: number;
  /** Ends the wait. */
  readonly signal?: AbortSignal;
}

// An owner on another machine, or in another container, is only known to live by the signs that it gives.
const SIGN_EVERY_MS = 1000;
const SILENT_MS = 10_000;
const LOOK_EVERY_MS = 100;
/** What this process holds: it runs on after it has given a lock back, also when the file could not be removed. */
const held = new Set<string>();

/**
 * Takes a lock. One that a dead process left is taken over, by one process only.
 * @param file the lock's name, in a directory that is there; `file-…` are its own too
 * @throws LockedError; Error of the file system, or when something other than a lock lies at the name; the signal's AbortError
 */
export async function acquireLock(file: string, options: LockOptions = {}): Promise<Lock> {
  const { waitSeconds = 0, signal } = options;
  const text = `${JSON.stringify(thisOwner())}\n`;
  const deadline = performance.now() + waitSeconds * 1000;
  for (;;) {
    const holder = await claim(file, text, signal);
    if (holder === undefined) break;
    if (performance.now() >= deadline) throw new LockedError(`in use by ${nameOf(holder)}`);
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
  held.add(text);
  await sweep(file, text).catch(() => {});
  const signs = setInterval(() => touchLock(file, text).catch(() => {}), SIGN_EVERY_MS).unref();
  return {
    async assertHeld() {
      const found = await readLock(file);
      if (found?.text === text) return;
      throw new LockedError(found === undefined ? `${file} is gone` : `taken over by ${nameOf(found)}`);
    },
    async release() {
      clearInterval(signs);
      held.delete(text);
      if ((await readLock(file))?.text === text) await fs.rm(file, { force: true });
    },
  };
}

/** @returns undefined once the lock holds the text, else who holds it */
async function claim(file: string, text: string, signal?: AbortSignal): Promise<LockText | undefined> {
  for (;;) {
    signal?.throwIfAborted();
    const found = await readLock(file);
    if (found === undefined) {
      if (await createLock(file, text)) return undefined;
      continue;
    }
    if (await isAlive(file, found, signal)) return found;
    // Many may find the same owner dead, and one of them may act late, when another holds the lock already. So there is
    // a lock for the succession of this one owner: who holds it, and still finds that owner, is the only one.
    const succession = successionOf(file, found.text);
    const rival = await claim(succession, text, signal);
    if (rival !== undefined) return rival;
    try {
      if ((await readLock(file))?.text !== found.text) continue;
      await replaceLock(file, text);
      return undefined;
    } finally {
      await fs.rm(succession, { force: true });
    }
  }
}

async function isAlive(file: string, found: LockText, signal?: AbortSignal): Promise<boolean> {
  const owner = parseOwner(found.text);
  const standing = owner === undefined ? 'unknown' : standingOf(owner);
  if (standing === 'runs' && owner?.pid === process.pid) return held.has(found.text);
  if (standing !== 'unknown') return standing === 'runs';
  for (const end = performance.now() + SILENT_MS; performance.now() < end; ) {
    await delay(LOOK_EVERY_MS, undefined, { signal });
    const now = await readLock(file);
    if (now?.text !== found.text) return false;
    if (now.touched !== found.touched) return true;
  }
  return false;
}

/** Removes what processes left that were killed while they took this lock. */
async function sweep(file: string, text: string): Promise<void> {
  const directory = path.dirname(file);
  const own = path.basename(successionOf(file, text));
  for (const name of await fs.readdir(directory)) {
    const isLeft = name.startsWith(`${path.basename(file)}-`) && name !== own;
    if (isLeft) await fs.rm(path.join(directory, name), { force: true });
  }
}

function successionOf(file: string, ownerText: string): string {
  return `${file}-after-${createHash('sha256').update(ownerText).digest('hex').slice(0, 16)}`;
}

function nameOf(found: LockText | undefined): string {
  const owner = found && parseOwner(found.text);
  return owner === undefined
    ? 'another process'
    : `process ${owner.pid} on ${owner.host}, since ${owner.since}`;
}
