// One run a directory: a lock that a dead run does not leave behind.
import fs from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { describe, StateError } from '../../core/errors.ts';
import { own } from '../../core/path.ts';

const NAME = '.penstock-lock';
// A run writes who it is as soon as it has the lock, and takes that away just before it gives the lock back. A lock that
// is nobody's for so long is what a killed run left of either moment.
const NOBODYS_MS = 3000;
const LOOK_EVERY_MS = 100;

/**
 * Takes the lock of a directory.
 * @returns a function that gives it back
 * @throws StateError that names the run which holds it
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const lock = path.join(directory, NAME);
  const owner = path.join(directory, `${NAME}-owner.json`);
  const take = () => lockfile.lock(directory, { lockfilePath: lock, stale: 30_000, onCompromised: () => {} });
  let release: () => Promise<void>;
  try {
    release = await take();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw cannotLock(directory, error);
    let holder = await readOwner(owner);
    for (let waited = 0; holder === undefined && waited < NOBODYS_MS; waited += LOOK_EVERY_MS) {
      await delay(LOOK_EVERY_MS);
      holder = await readOwner(owner);
    }
    if (holder !== undefined && !holder.isDead) throw inUse(directory, holder.text);
    await fs.rm(lock, { recursive: true, force: true });
    release = await take().catch((second: unknown) => {
      throw inUse(directory, describe(second));
    });
  }
  const facts = { pid: process.pid, host: hostname(), started: new Date().toISOString() };
  await fs.writeFile(owner, `${JSON.stringify(facts)}\n`);
  return async () => {
    await fs.rm(owner, { force: true });
    await release();
  };
}

/** Undefined where the file is not there, or not whole yet. */
async function readOwner(file: string): Promise<{ text: string; isDead: boolean } | undefined> {
  try {
    const facts: unknown = JSON.parse(await fs.readFile(file, 'utf8'));
    const pid = Number(own(facts, 'pid'));
    const isDead = own(facts, 'host') === hostname() && !isAlive(pid);
    return { text: `process ${pid} on ${own(facts, 'host')}, since ${own(facts, 'started')}`, isDead };
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function inUse(directory: string, holder: string): StateError {
  return new StateError(`${directory} is in use by ${holder}`, {
    hint: 'wait for that run to end, or export into another directory',
  });
}

function cannotLock(directory: string, error: unknown): StateError {
  return new StateError(`cannot lock ${directory}: ${describe(error)}`, { cause: error });
}
