// What of a run into an object store is safe, for one that goes on from it: an object for each line, in their order.
import {
  parseResumeLog,
  type ReadLog,
  type ResumeLine,
  resumeHead,
  resumeLine,
} from '../files/resume-log.ts';
import type { ObjectStore } from './store.ts';

export const LOGS = '.penstock-resume';

/** A log that another run has left. */
export interface LeftLog {
  readonly read: ReadLog;
  readonly keys: readonly string[];
}

/** The logs that are there, that which can be gone on from first. */
export async function readLogs(store: ObjectStore): Promise<readonly LeftLog[]> {
  const runs = new Map<string, string[]>();
  for await (const { key } of store.list(`${LOGS}/`)) {
    const [, run = ''] = key.split('/');
    runs.set(run, [...(runs.get(run) ?? []), key]);
  }
  const logs: LeftLog[] = [];
  for (const keys of runs.values()) {
    const texts: string[] = [];
    for (const key of keys.sort()) texts.push((await store.read(key))?.text ?? '');
    const read = parseResumeLog(texts.join(''));
    logs.push({ keys, read: read ?? { plan: '', lines: [], bytes: 0 } });
  }
  return logs.sort((a, b) => b.read.lines.length - a.read.lines.length);
}

export class ObjectLog {
  readonly #store: ObjectStore;
  readonly #folder: string;
  readonly #plan: string;
  #made = 0;
  #last: Promise<unknown> = Promise.resolve();
  hasLines = false;

  constructor(store: ObjectStore, run: string, plan: string) {
    this.#store = store;
    this.#folder = `${LOGS}/${run}`;
    this.#plan = plan;
  }

  /** Resolves when the line is safe. */
  add(line: ResumeLine): Promise<void> {
    return this.#write(resumeLine(line));
  }

  /** Begins with what another run has noted. */
  async goOnFrom({ lines }: ReadLog): Promise<void> {
    await this.#write(lines.map(resumeLine).join(''));
  }

  #write(text: string): Promise<void> {
    const work = this.#last.then(async () => {
      const head = this.#made === 0 ? resumeHead(this.#plan) : '';
      const key = `${this.#folder}/${String(this.#made).padStart(8, '0')}.ndjson`;
      await this.#store.write(key, `${head}${text}`);
      this.#made += 1;
      this.hasLines = true;
    });
    this.#last = work.catch(() => {});
    return work;
  }
}
