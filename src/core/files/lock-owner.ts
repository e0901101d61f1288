// Who holds a lock, told so that a later process can find out whether that one still runs.
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

const ownerSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  since: z.string(),
  /** Tells two locks of one process apart. */
  token: z.string(),
  /** Names one process among all that this machine had since it was started; a pid alone is used again. */
  proof: z.object({ boot: z.string(), proc: z.number(), pid: z.number(), startedAt: z.string() }).optional(),
});

export type LockOwner = z.output<typeof ownerSchema>;

/** This process as an owner. */
export function thisOwner(): LockOwner {
  const proof = ownProof();
  return {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    token: randomBytes(16).toString('hex'),
    ...(proof === undefined ? {} : { proof }),
  };
}

/** @returns undefined for a text that no owner wrote, or wrote in part */
export function parseOwner(text: string): LockOwner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * Whether an owner still runs. A process that was stopped (SIGSTOP) runs.
 * @returns unknown for another machine or container, whose processes cannot be seen from here
 */
export function standingOf({ pid, host, proof }: LockOwner): 'runs' | 'ended' | 'unknown' {
  const own = ownProof();
  if (own === undefined || proof === undefined) {
    return host !== hostname() || exists(pid) ? 'unknown' : 'ended';
  }
  if (own.boot !== proof.boot || own.proc !== proof.proc) return 'unknown';
  const startedAt = startOf(proof.pid);
  if (startedAt !== undefined) return startedAt === proof.startedAt ? 'runs' : 'ended';
  // A system may hide the processes of other users; a pid of another container says nothing here.
  return pid === proof.pid && exists(pid) ? 'unknown' : 'ended';
}

// Linux only. Containers of one machine differ in their /proc, which is another device in each.
function ownProof(): LockOwner['proof'] {
  try {
    const pid = Number(readlinkSync('/proc/self'));
    const startedAt = startOf(pid);
    if (startedAt === undefined) return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { boot, proc: statSync('/proc').dev, pid, startedAt };
  } catch {
    return undefined;
  }
}

/** Clock ticks between the machine's start and the process's; undefined for one that cannot be seen. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is a name in brackets, which can hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // A dead process that only waits for its parent to hear of it was started at no time.
    return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
