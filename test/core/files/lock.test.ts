import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { acquireLock, LockedError } from '../../../src/core/files/lock.ts';
import { thisOwner } from '../../../src/core/files/lock-owner.ts';
import { temporaryDirectory } from '../../helpers/temporary.ts';

afterEach(() => vi.restoreAllMocks());

const module = path.join(import.meta.dirname, '../../../dist/src/core/files/lock.js');

/** A process that says what came of taking the lock, and keeps it until it is ended. */
async function contender(file: string, start = ''): Promise<{ child: ChildProcess; said: Promise<string> }> {
  const script = `import { acquireLock } from ${JSON.stringify(module)};
     import { existsSync } from 'node:fs';
     async function take() {
       while (${JSON.stringify(start)} !== '' && !existsSync(${JSON.stringify(start)})) await new Promise((r) => setTimeout(r, 1));
       await acquireLock(${JSON.stringify(file)});
       console.log('took it');
       setInterval(() => {}, 1000);
     }
     take().catch((error) => { console.log(error.message); });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = once(child.stdout, 'data').then(([chunk]) => String(chunk).trim());
  return { child, said };
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const lockIn = async () => path.join(await temporaryDirectory(), 'lock');
const write = (file: string, owner: object) => writeFileSync(file, `${JSON.stringify(owner)}\n`);

describe('one holder', () => {
  test('a second taker hears who the first is, and gets it once it is given back', async () => {
    const file = await lockIn();
    const lock = await acquireLock(file);
    await lock.assertHeld();
    await expect(acquireLock(file)).rejects.toThrow(`in use by process ${process.pid} on `);
    const waiting = acquireLock(file, { waitSeconds: 30 });
    await lock.release();
    await (await waiting).release();
    expect(readdirSync(path.dirname(file))).toEqual([]);
  });

  test('a wait ends with its signal', async () => {
    const file = await lockIn();
    await acquireLock(file);
    const controller = new AbortController();
    const waiting = acquireLock(file, { waitSeconds: 30, signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toThrow('abort');
  });

  test('the owner is in the lock from the first moment on', async () => {
    const file = await lockIn();
    const link = fs.link;
    vi.spyOn(fs, 'link').mockImplementation(async (from, to) => {
      expect(existsSync(file)).toBe(false);
      await link(from, to);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
    });
    await (await acquireLock(file)).release();
    expect(fs.link).toHaveBeenCalledTimes(1);
  });

  test('a file system without hard links', async () => {
    const file = await lockIn();
    vi.spyOn(fs, 'link').mockRejectedValue(Object.assign(new Error('no links'), { code: 'EPERM' }));
    const lock = await acquireLock(file);
    await expect(acquireLock(file)).rejects.toThrow(LockedError);
    await lock.release();
  });

  test('a full disk is the file system’s error, and leaves nothing', async () => {
    const file = await lockIn();
    const open = fs.open;
    vi.spyOn(fs, 'open').mockImplementation(async (...words) => {
      const handle = await open(...words);
      handle.sync = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
      return handle;
    });
    await expect(acquireLock(file)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(readdirSync(path.dirname(file))).toEqual([]);
  });
});

describe('an owner that is dead', () => {
  test('after kill -9 its lock is free at once, and what it left goes', async () => {
    const file = await lockIn();
    const { child, said } = await contender(file);
    expect(await said).toBe('took it');
    await killed(child);
    writeFileSync(`${file}-0123456789abcdef`, 'left by a kill while the lock was taken');
    const lock = await acquireLock(file);
    expect(readdirSync(path.dirname(file))).toEqual(['lock']);
    await lock.release();
  });

  test('a process of the same pid, host and boot that started at another time is another one', async () => {
    const file = await lockIn();
    const { proof, ...owner } = thisOwner();
    write(file, { ...owner, ...(proof && { proof: { ...proof, startedAt: '1' } }) });
    await (await acquireLock(file)).release();
  });

  test('a killed process that nobody has reaped yet is dead', async () => {
    const file = await lockIn();
    const { child, said } = await contender(file);
    expect(await said).toBe('took it');
    // The parent, blocked in a synchronous call, cannot reap it.
    child.kill('SIGKILL');
    const state = execFileSync('bash', [
      '-c',
      `for i in $(seq 100); do s=$(cut -d' ' -f3 /proc/${child.pid}/stat); [ "$s" = Z ] && break; sleep 0.05; done; echo $s`,
    ]);
    expect(String(state).trim()).toBe('Z');
    await (await acquireLock(file)).release();
  });

  test('of many processes that find it dead one takes it over', async () => {
    for (let round = 0; round < 2; round += 1) {
      const file = await lockIn();
      const start = `${path.dirname(file)}/start`;
      write(file, { ...thisOwner(), pid: 2 ** 22, proof: { ...thisOwner().proof, pid: 2 ** 22 } });
      const contenders = await Promise.all(Array.from({ length: 4 }, () => contender(file, start)));
      setTimeout(() => writeFileSync(start, ''), 700);
      const said = await Promise.all(contenders.map((one) => one.said));
      expect(
        said.filter((text) => text === 'took it'),
        said.join('\n'),
      ).toHaveLength(1);
      const winner = contenders[said.indexOf('took it')]?.child.pid;
      expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(winner);
      for (const { child } of contenders) child.kill('SIGKILL');
    }
  });

  test('of many takers in one process too', async () => {
    const file = await lockIn();
    write(file, { ...thisOwner(), pid: 2 ** 22, proof: { ...thisOwner().proof, pid: 2 ** 22 } });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => acquireLock(file)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(readdirSync(path.dirname(file))).toEqual(['lock']);
  });

  test('one that died while it took the lock over from a dead one', async () => {
    const file = await lockIn();
    const dead = { ...thisOwner(), pid: 2 ** 22, proof: { ...thisOwner().proof, pid: 2 ** 22 } };
    write(file, dead);
    // Killed between the two steps: it holds the right to succeed, and has not used it.
    vi.spyOn(fs, 'rename').mockRejectedValueOnce(new Error('killed'));
    const rm = vi.spyOn(fs, 'rm').mockResolvedValue();
    await expect(acquireLock(file)).rejects.toThrow('killed');
    rm.mockRestore();
    const isSuccession = (name: string) => name.includes('-after-') && !/-after-\w+-/.test(name);
    const [succession = ''] = readdirSync(path.dirname(file)).filter(isSuccession);
    write(path.join(path.dirname(file), succession), { ...dead, token: 'of another dead one' });
    await (await acquireLock(file)).release();
    expect(readdirSync(path.dirname(file))).toEqual([]);
  });
});

describe('owner of a lock stopped or dead', () => {
  test('SIGSTOP: it keeps its lock', async () => {
    const file = await lockIn();
    const { child, said } = await contender(file);
    expect(await said).toBe('took it');
    child.kill('SIGSTOP');
    await expect(acquireLock(file)).rejects.toThrow(`in use by process ${child.pid} on `);
  });

  test('one that lost its lock hears it, and does not give back what is another’s', async () => {
    const file = await lockIn();
    const lock = await acquireLock(file);
    write(file, { ...thisOwner(), pid: 7, host: 'elsewhere' });
    await expect(lock.assertHeld()).rejects.toThrow(/taken over by process 7 on elsewhere/);
    await lock.release();
    expect(existsSync(file)).toBe(true);
  });
});

describe('an owner that cannot be seen from here', () => {
  const elsewhere = () => ({
    ...thisOwner(),
    host: 'elsewhere',
    proof: { ...thisOwner().proof, boot: 'other' },
  });

  test('it holds the lock as long as it gives signs of life', async () => {
    const file = await lockIn();
    write(file, elsewhere());
    const signs = setInterval(() => utimesSync(file, new Date(), new Date()), 1000);
    await expect(acquireLock(file)).rejects.toThrow(/in use by process \d+ on elsewhere/);
    clearInterval(signs);
  });

  test('one that gives none is dead, also where its words were cut short', async () => {
    const [file, cut] = [await lockIn(), await lockIn()];
    write(file, elsewhere());
    writeFileSync(cut, '{"pid":');
    const [one, other] = await Promise.all([acquireLock(file), acquireLock(cut)]);
    await one.release();
    await other.release();
  });

  test('the holder gives signs', async () => {
    const file = await lockIn();
    const lock = await acquireLock(file);
    utimesSync(file, new Date(0), new Date(0));
    await expect.poll(async () => (await fs.stat(file)).mtimeMs, { timeout: 10_000 }).toBeGreaterThan(0);
    await lock.release();
  });
});

test('the empty directory that was the lock of an earlier release is nobody’s', async () => {
  const file = await lockIn();
  mkdirSync(file);
  await (await acquireLock(file)).release();
  expect(readdirSync(path.dirname(file))).toEqual([]);
});

describe('planted links and manifests: at the name of a lock', () => {
  test('a link at the lock’s name is refused, and what it leads to stays as it is', async () => {
    const file = await lockIn();
    const precious = path.join(await temporaryDirectory(), 'precious');
    writeFileSync(precious, 'mine');
    symlinkSync(precious, file);
    await expect(acquireLock(file)).rejects.toThrow('is a symbolic link, not a file');
    expect(readFileSync(precious, 'utf8')).toBe('mine');
  });

  test('a link to nowhere, a directory, a pipe', async () => {
    for (const plant of [
      (file: string) => symlinkSync('/nowhere/at/all', file),
      (file: string) => mkdirSync(path.join(file, 'inner'), { recursive: true }),
      (file: string) => execFileSync('mkfifo', [file]),
    ]) {
      const file = await lockIn();
      plant(file);
      await expect(acquireLock(file)).rejects.toThrow(/is a .*, not a file/);
    }
  });
});
