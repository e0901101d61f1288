// The benchmarks' API as a process, and the pipeline that reads it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const root = path.join(import.meta.dirname, '../../..');

export interface Api {
  readonly url: string;
  close(): void;
}

export interface ApiOptions {
  readonly records: number;
  readonly perPage: number;
  /** Milliseconds before each answer. */
  readonly latency?: number;
}

export async function startApi(options: ApiOptions): Promise<Api> {
  const jiti = path.join(root, 'node_modules/jiti/lib/jiti-cli.mjs');
  const words = [
    jiti,
    path.join(import.meta.dirname, 'server.ts'),
    JSON.stringify({ latency: 0, ...options }),
  ];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = await once(createInterface(child.stdout), 'line');
  return { url, close: () => void child.kill() };
}

const columns = {
  id: { data_type: 'text', nullable: false },
  number: { data_type: 'bigint' },
  first_name: { data_type: 'text' },
  last_name: { data_type: 'text' },
  email: { data_type: 'text' },
  phone: { data_type: 'text' },
  company: { data_type: 'text' },
  city: { data_type: 'text' },
  is_active: { data_type: 'bool' },
  score: { data_type: 'double' },
  visits: { data_type: 'bigint' },
  tags: { data_type: 'json' },
  owner_id: { data_type: 'text' },
  created_at: { data_type: 'timestamp' },
  updated_at: { data_type: 'timestamp' },
  note: { data_type: 'text' },
};

const paginators = {
  cursor: { type: 'cursor', cursor_path: 'next', cursor_param: 'cursor' },
  offset: { type: 'offset', limit: 100 },
};

export interface PipelineOptions {
  readonly paging?: keyof typeof paginators;
  readonly resources?: number;
  readonly client?: object;
}

/** Writes a pipeline file with every column declared, dedupe on the id, and retries as they are by default. */
export function writePipeline(file: string, url: string, options: PipelineOptions = {}): void {
  const { paging = 'cursor', resources = 1, client = {} } = options;
  const names = ['contacts', ...Array.from({ length: resources - 1 }, (_, i) => `contacts${i + 2}`)];
  const pipeline = {
    name: 'bench',
    client: { base_url: url, ...client },
    resource_defaults: { primary_key: 'id', columns, write_disposition: 'replace' },
    resources: names.map((name) => ({
      name,
      endpoint: { path: name, data_selector: 'data', paginator: paginators[paging] },
    })),
  };
  writeFileSync(file, JSON.stringify(pipeline));
}
