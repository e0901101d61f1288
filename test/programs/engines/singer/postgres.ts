// A PostgreSQL server of the trial's own, from the machine's packages.
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { call, NotHere } from '../trial.ts';

const INSTALLED = '/usr/lib/postgresql';

export interface Postgres {
  /** On 127.0.0.1; the user `postgres` needs no password. */
  readonly port: number;
  stop(): Promise<void>;
}

/** @throws NotHere without the server's programs */
export async function startPostgres(directory: string): Promise<Postgres> {
  const [version] = existsSync(INSTALLED) ? readdirSync(INSTALLED).toReversed() : [];
  if (version === undefined) throw new NotHere('PostgreSQL is not installed (apt-get install postgresql)');
  const bin = path.join(INSTALLED, version, 'bin');
  const home = path.join(directory, 'postgres');
  mkdirSync(home);
  // The server refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    chmodSync(directory, 0o755);
    await must('chown', ['postgres', home]);
  }
  const as = (command: string, words: readonly string[]) =>
    isRoot ? must('runuser', ['-u', 'postgres', '--', command, ...words]) : must(command, words);
  const port = await freePort();
  const data = path.join(home, 'data');
  await as(path.join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust']);
  const settings = `-p ${port} -k ${home} -h 127.0.0.1 -c fsync=off`;
  const control = path.join(bin, 'pg_ctl');
  await as(control, ['-D', data, '-o', settings, '-l', path.join(home, 'log'), '-w', 'start']);
  return { port, stop: () => as(control, ['-D', data, '-m', 'immediate', 'stop']) };
}

async function must(command: string, words: readonly string[]): Promise<void> {
  const { code, stderr } = await call(command, words);
  if (code !== 0) throw new Error(`${command} ${words.join(' ')}: ${stderr}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
