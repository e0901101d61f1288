// Memory under load, each with its figure: `npm run bench:load`.
//   a reader that takes 1 KB a second for a minute; 64 partitions; a page of 60 MB to stdout and into each format.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root, startApi, writePipeline } from './api.ts';
import { penstock } from './contenders.ts';
import { sample } from './contest.ts';

const bin = path.join(root, 'dist/src/bin.js');
const scratch = mkdtempSync(path.join(tmpdir(), 'penstock-load-'));

async function slowReader(seconds: number): Promise<void> {
  const api = await startApi({ records: 5_000_000, perPage: 500 });
  const pipeline = path.join(scratch, 'slow.json');
  writePipeline(pipeline, api.url);
  const child = spawn(process.execPath, [bin, 'run', pipeline, '-v', '--log-format', 'json'], {
    cwd: scratch,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let requests = 0;
  child.stderr.on('data', (chunk: Buffer) => {
    requests += chunk.toString().split('"status":200').length - 1;
  });
  child.stdout.pause();
  let first = 0;
  let last = 0;
  for (let second = 0; second < seconds; second += 1) {
    await delay(1000);
    child.stdout.read(1024);
    last = rssOf(child.pid);
    if (second === 5) first = last;
  }
  child.kill('SIGKILL');
  api.close();
  console.log(
    `a reader of 1 KB a second, ${seconds} s: ${first.toFixed(0)} MB after 5 s, ${last.toFixed(0)} MB at the end, ${requests} requests`,
  );
}

function rssOf(pid: number | undefined): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

async function manyPartitions(): Promise<void> {
  for (const count of [1, 64]) {
    const api = await startApi({ records: 10_000, perPage: 500 });
    const contender = penstock(api.url, ['-o', 'out']);
    const one = await sample({
      ...contender,
      command: (place) => {
        const words = contender.command(place);
        const file = path.join(place, 'bench.json');
        const pipeline = JSON.parse(readFileSync(file, 'utf8'));
        const values = Array.from({ length: count }, (_, i) => `p${i}`);
        pipeline.resources[0].primary_key = ['part', 'id'];
        pipeline.resources[0].columns = { part: { data_type: 'text' } };
        pipeline.resources[0].endpoint.partition_router = {
          type: 'list',
          values,
          cursor_field: 'part',
          record_field: 'part',
        };
        writeFileSync(file, JSON.stringify(pipeline));
        return words;
      },
    });
    api.close();
    console.log(
      `${count} partition${count === 1 ? '' : 's'} of 10,000 records: ${one.wall.toFixed(1)} s, peak ${one.rss?.toFixed(0)} MB`,
    );
  }
}

async function bigPage(): Promise<void> {
  const api = await startApi({ records: 140_000, perPage: 140_000 });
  for (const words of [[], ['-o', 'x.ndjson'], ['-o', 'x.csv'], ['-o', 'x.parquet']]) {
    const one = await sample(penstock(api.url, words));
    console.log(
      `a page of 60 MB to ${words[1] ?? 'stdout'}: ${one.wall.toFixed(1)} s, peak ${one.rss?.toFixed(0)} MB`,
    );
  }
  api.close();
}

await manyPartitions();
await bigPage();
await slowReader(Number(process.argv[2] ?? 60));
rmSync(scratch, { recursive: true, force: true });
