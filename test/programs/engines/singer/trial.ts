// tap-penstock into targets from PyPI: the Meltano SDK's for PostgreSQL, and an older one for SQLite. Both CRMs twice, so
// that the second time replaces; then the CRM that changes, with the state that the target gives back.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Crm, startCrm } from '../../../../fixtures/crm/server.ts';
import { call, NotHere, pythonWith, type Trial } from '../trial.ts';
import { startPostgres } from './postgres.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const TAP = path.join(root, 'dist/src/tap.js');

interface Target {
  readonly name: string;
  /** Loads messages. @returns the last state that it wrote */
  load(messages: string, place: string): Promise<string | undefined>;
  count(place: string, table: string): Promise<number>;
}

export const singer: Trial = {
  about: 'tap-penstock into a Meltano SDK target (PostgreSQL) and an older one (SQLite)',
  async run() {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'penstock-singer-'));
    const postgres = await startPostgres(directory);
    const told: string[] = [];
    try {
      for (const target of [await sdkTarget(directory, postgres.port), await oldTarget(directory)]) {
        for (const dialect of ['crm-oauth2', 'crm-api-key'] as const)
          told.push(`${target.name}: ${dialect} twice: ${await twice(target, dialect, directory)}`);
        told.push(`${target.name}: crm-sync, changed in between: ${await inStep(target, directory)}`);
      }
      return told;
    } finally {
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

async function twice(
  target: Target,
  dialect: 'crm-oauth2' | 'crm-api-key',
  directory: string,
): Promise<string> {
  const crm = await startCrm({ rotateRefreshTokens: true });
  try {
    const counts = new Map<string, number>();
    for (const _ of [1, 2]) {
      counts.clear();
      const messages = await extract(crm, dialect, dialect, directory);
      for (const { type, stream } of parsed(messages))
        if (type === 'RECORD') counts.set(stream, (counts.get(stream) ?? 0) + 1);
      await target.load(messages, dialect);
    }
    let all = 0;
    for (const [stream, count] of counts) {
      all += count;
      await expectCount(target, dialect, stream, count);
    }
    return `${all} records of ${counts.size} streams, each once`;
  } finally {
    await crm.close();
  }
}

async function inStep(target: Target, directory: string): Promise<string> {
  const counts = { 'crm-oauth2/contacts': 400, 'crm-oauth2/companies': 40 };
  const crm = await startCrm({ counts });
  try {
    const first = await extract(crm, 'crm-oauth2', 'crm-sync', directory);
    const state = await target.load(first, 'crm-sync');
    if (state === undefined) throw new Error('the target gave no state back');
    const file = path.join(directory, 'state.json');
    writeFileSync(file, state);
    const now = new Date();
    crm.changes.edit('contacts', [3, 14, 159], now);
    crm.changes.add('contacts', 2, now);
    const before = crm.requests.length;
    const second = await extract(crm, 'crm-oauth2', 'crm-sync', directory, ['--state', file]);
    await target.load(second, 'crm-sync');
    await expectCount(target, 'crm-sync', 'contacts', 402);
    await expectCount(target, 'crm-sync', 'companies', 40);
    const records = (text: string) => parsed(text).filter(({ type }) => type === 'RECORD').length;
    return `${records(first)} records, then ${records(second)} by ${crm.requests.length - before} requests`;
  } finally {
    await crm.close();
  }
}

async function expectCount(target: Target, place: string, table: string, wanted: number): Promise<void> {
  const found = await target.count(place, table);
  if (found !== wanted) throw new Error(`${target.name}: ${place}.${table} has ${found} rows, not ${wanted}`);
}

async function extract(
  crm: Crm,
  dialect: 'crm-oauth2' | 'crm-api-key',
  pipeline: string,
  directory: string,
  words: readonly string[] = [],
): Promise<string> {
  const config = path.join(directory, 'config.json');
  writeFileSync(
    config,
    JSON.stringify({
      pipeline: path.join(root, `pipelines/${pipeline}.ts`),
      environment: crm.environment(dialect),
    }),
  );
  const environment = { PENSTOCK_STATE_DIR: path.join(directory, 'tokens') };
  const { code, stdout, stderr } = await call(process.execPath, [TAP, '--config', config, ...words], {
    environment,
  });
  if (code !== 0) throw new Error(`tap-penstock ended with ${code}: ${stderr}`);
  return stdout;
}

function parsed(messages: string): { readonly type: string; readonly stream: string }[] {
  return messages
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** @param port of a PostgreSQL server whose user `postgres` needs no password */
async function sdkTarget(directory: string, port: number): Promise<Target> {
  const bin = await pythonWith('target-postgres', ['meltanolabs-target-postgres']);
  const schemaOf = (place: string) => place.replaceAll('-', '_');
  return {
    name: 'target-postgres',
    async load(messages, place) {
      const config = path.join(directory, 'postgres.json');
      const settings = { host: '127.0.0.1', port, user: 'postgres', password: 'none', database: 'postgres' };
      writeFileSync(config, JSON.stringify({ ...settings, default_target_schema: schemaOf(place) }));
      return load(path.join(bin, 'target-postgres'), ['--config', config], messages);
    },
    count: (place, table) =>
      numberOf('psql', [
        ...['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres'],
        ...['-Atc', `select count(*) from ${schemaOf(place)}."${table}"`],
      ]),
  };
}

async function oldTarget(directory: string): Promise<Target> {
  const bin = await pythonWith('target-sqlite', ['target-sqlite==0.2.0']);
  const fileOf = (place: string) => path.join(directory, place);
  return {
    name: 'target-sqlite 0.2.0',
    async load(messages, place) {
      const config = path.join(directory, 'sqlite.json');
      writeFileSync(config, JSON.stringify({ database: fileOf(place), batch_size: 5000 }));
      const environment = { PYTHONPATH: import.meta.dirname };
      return load(path.join(bin, 'target-sqlite'), ['-c', config], messages, environment);
    },
    count: (place, table) =>
      numberOf(path.join(bin, 'python'), [
        '-c',
        `import sqlite3; print(sqlite3.connect("${fileOf(place)}.db").execute('select count(*) from "${table}"').fetchone()[0])`,
      ]),
  };
}

async function load(
  command: string,
  words: readonly string[],
  input: string,
  environment: Record<string, string> = {},
): Promise<string | undefined> {
  const { code, stdout, stderr } = await call(command, words, { input, environment });
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${stderr.slice(-2000)}`);
  return stdout.trim().split('\n').at(-1) || undefined;
}

async function numberOf(command: string, words: readonly string[]): Promise<number> {
  const { code, stdout, stderr } = await call(command, words);
  if (code === 127) throw new NotHere(`${command}: ${stderr}`);
  if (code !== 0) throw new Error(`${command}: ${stderr}`);
  return Number(stdout.trim());
}
