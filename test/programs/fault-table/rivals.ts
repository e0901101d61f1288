// What other ways to read an API do with the same fault: each as its own process, judged by its records and exit code.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { FaultCase } from '../../faults/cases/case.ts';

/** What a rival did, from fine to worst. */
export const VERDICTS = ['complete', 'fails', 'no end', 'WRONG, exit 0'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Rival {
  readonly name: string;
  readonly command: (url: string, kind: Paging) => readonly [string, readonly string[]];
}

/** How the API pages, which is what a hand-written loop is written for. */
export type Paging = 'single' | 'offset' | 'cursor' | 'page' | 'link';

const here = import.meta.dirname;

export const rivals: readonly Rival[] = [
  {
    name: 'curl, jq',
    command: (url, kind) => ['bash', [path.join(here, 'curl-jq.sh'), url, kind]],
  },
  {
    name: 'fetch loop',
    command: (url, kind) => [process.execPath, [path.join(here, 'loop.mjs'), 'fetch', url, kind]],
  },
  {
    name: 'axios loop',
    command: (url, kind) => [process.execPath, [path.join(here, 'loop.mjs'), 'axios', url, kind]],
  },
];

/** dlt's rest_api, where a Python has it: `DLT_PYTHON=…/bin/python`. */
export function dlt(python: string): Rival {
  return { name: 'dlt', command: (url, kind) => [python, [path.join(here, 'dlt_loop.py'), url, kind]] };
}

const DEADLINE_MS = 45_000;
const MOST_REQUESTS = 2_000;

export function pagingOf(one: FaultCase): Paging {
  const { paginator } = (one.options?.endpoint ?? {}) as { paginator?: string | { type: string } };
  const type = typeof paginator === 'object' ? paginator.type : paginator;
  const known: Record<string, Paging> = {
    header_link: 'link',
    header_cursor: 'cursor',
    offset: 'offset',
    cursor: 'cursor',
    page_number: 'page',
    json_link: 'link',
  };
  return known[type ?? ''] ?? 'single';
}

/** Whether a plain loop reads what the case reads: a GET whose records lie under `data`, as they came. */
export function isComparable({ options = {} }: FaultCase): boolean {
  const { endpoint = {}, resource = {}, client = {} } = options;
  const {
    data_selector = 'data',
    method,
    response_actions,
    partition_router,
  } = endpoint as Record<string, unknown>;
  const isPlain = [method, response_actions, partition_router].every((one) => one === undefined);
  return isPlain && data_selector === 'data' && !('columns' in resource) && !('encoding' in client);
}

/** Runs a rival against a fresh server of the case. */
export async function measure(rival: Rival, one: FaultCase): Promise<Verdict> {
  const listener = one.server();
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (requests > MOST_REQUESTS) return;
    return listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { path: where = '/things' } = (one.options?.endpoint ?? {}) as { path?: string };
  const [file, words] = rival.command(`${url}${where}`, pagingOf(one));
  // A group of its own: a shell's children must end with it.
  const child = spawn(file, words, { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  let isKilled = false;
  const kill = () => {
    isKilled = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    // One that loops for ever must not fill the memory of its judge.
    if (chunks.length < 5_000) chunks.push(chunk);
  });
  const timer = setTimeout(kill, DEADLINE_MS);
  const watch = setInterval(() => {
    if (requests > MOST_REQUESTS && !isKilled) kill();
  }, 50);
  const [code] = await once(child, 'close');
  clearTimeout(timer);
  clearInterval(watch);
  server.close();
  server.closeAllConnections();
  if (isKilled) return 'no end';
  if (code !== 0) return 'fails';
  return isRight(one, Buffer.concat(chunks).toString()) ? 'complete' : 'WRONG, exit 0';
}

// Right is what a perfect client would have written: the case's records where they can be read, else nothing is.
function isRight(one: FaultCase, output: string): boolean {
  const expected = one.code === 0 ? one.records : one.eventually;
  if (one.code !== 0 && expected === undefined) return false;
  if (one.stdout !== undefined) return output === one.stdout;
  if (expected === undefined) return output === '';
  try {
    const records = output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.stringify(JSON.parse(line)));
    return records.join('\n') === expected.map((record) => JSON.stringify(record)).join('\n');
  } catch {
    return false;
  }
}
