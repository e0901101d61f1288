// Runs of one resource into a directory, one after the other, with pipelines that change.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Extraction, extract } from './extract.ts';
import { json } from './serve.ts';

export interface ExportRun {
  /** What the API has to give. */
  readonly records: readonly unknown[];
  readonly resource?: object;
  readonly endpoint?: object;
  readonly words?: readonly string[];
}

/** Exports the resource `things`. */
export async function exportInto(out: string, run: ExportRun): Promise<Extraction> {
  const { records, resource = {}, endpoint = {}, words = [] } = run;
  return extract((_, response) => json(response, { data: records }), {
    resource: { primary_key: 'id', write_disposition: 'merge', ...resource },
    endpoint: { paginator: 'single_page', ...endpoint },
    words: ['-o', out, ...words],
  });
}

export interface EntryOnDisk {
  readonly complete: boolean;
  readonly records: number;
  readonly rejects: number;
  readonly primary_key: readonly string[];
  readonly naming: string;
  readonly columns?: readonly { readonly name: string; readonly type: string; readonly from?: string }[];
  readonly files: readonly { readonly path: string; readonly rows: number; readonly format: string }[];
  readonly rejected: readonly { readonly path: string; readonly rows: number }[];
}

export function entryOf(out: string, name = 'things'): EntryOnDisk {
  return JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8')).resources[name];
}

/** The records of all parts of NDJSON. */
export function recordsIn(out: string, folder = 'things'): Record<string, unknown>[] {
  const files = readdirSync(path.join(out, folder)).sort();
  return files.flatMap((file) =>
    readFileSync(path.join(out, folder, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line)),
  );
}
