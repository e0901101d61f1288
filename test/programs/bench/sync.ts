// What the state of 100,000 partitions costs: the same requests with and without it, in turn, by processor time.
//   npm run bench:sync               (100,000 partitions)
//   npm run bench:sync -- 10000      (so many)
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseState, stateText } from '../../../src/run/state-text.ts';
import { familyPipeline, runFamily, startFamily } from './family.ts';

const users = Number(process.argv[2] ?? 100_000);
const endpoint = { path: 'users/{resources.users.id}/posts', paginator: 'single_page' };
const incremental = { cursor_path: 'at', start_param: 'since' };
const api = await startFamily({ users, latency: 0 });
const scratch = mkdtempSync(path.join(tmpdir(), 'penstock-sync-'));

for (const write_disposition of ['append', 'merge'] as const) {
  const out = path.join(scratch, write_disposition);
  const cost = async (place: string, more: object) => {
    const pipeline = familyPipeline(api.url, { write_disposition, endpoint: { ...endpoint, ...more } });
    const { code, cpu } = await runFamily(pipeline, ['-o', place, '-q']);
    if (code !== 0) throw new Error(`exit ${code}`);
    return cpu;
  };
  const plain = await cost(`${out}-plain`, {});
  const first = await cost(out, { incremental });
  const plainAgain = await cost(`${out}-plain`, {});
  const second = await cost(out, { incremental });
  const over = (mine: number, other: number) =>
    `${mine.toFixed(1)} s of processor time, ${(mine - other).toFixed(1)} s more than without a state`;
  console.log(
    `${write_disposition}, ${users} partitions: first run ${over(first, plain)}; the next ${over(second, plainAgain)}`,
  );
  const file = path.join(out, '_state.json');
  const text = readFileSync(file, 'utf8');
  const loading = performance.now();
  const state = parseState(text, file);
  const writing = performance.now();
  stateText(state);
  console.log(
    `  a state of ${(text.length / 1e6).toFixed(1)} MB: ${((writing - loading) / 1000).toFixed(2)} s to read, ${((performance.now() - writing) / 1000).toFixed(2)} s to make`,
  );
}
rmSync(scratch, { recursive: true, force: true });
api.close();
