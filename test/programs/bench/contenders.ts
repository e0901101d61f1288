// Who is measured.
import path from 'node:path';
import { type PipelineOptions, root, writePipeline } from './api.ts';
import type { Contender } from './contest.ts';

const rivals = path.join(import.meta.dirname, 'rivals');
const bin = path.join(root, 'dist/src/bin.js');

export function penstock(
  url: string,
  words: readonly string[] = [],
  options: PipelineOptions = {},
): Contender {
  return {
    name: 'penstock',
    command: (scratch) => {
      const pipeline = path.join(scratch, 'bench.json');
      writePipeline(pipeline, url, options);
      return [process.execPath, bin, 'run', pipeline, '-q', ...words];
    },
  };
}

export const loop = (how: 'fetch' | 'axios', url: string): Contender => ({
  name: `${how} loop`,
  command: () => [process.execPath, path.join(rivals, 'loop.mjs'), how, `${url}/contacts`, 'cursor'],
});

export const curlJq = (url: string): Contender => ({
  name: 'curl, jq',
  command: () => ['bash', path.join(rivals, 'curl-jq.sh'), `${url}/contacts`],
});

export const dlt = (python: string, url: string, format: 'jsonl' | 'parquet'): Contender => ({
  name: `dlt, ${format}`,
  command: (scratch) => [python, path.join(rivals, 'dlt_files.py'), url, format, path.join(scratch, 'out')],
});

export const named = (contender: Contender, name: string): Contender => ({ ...contender, name });

export const version: Contender = {
  name: 'penstock --version',
  command: () => [process.execPath, bin, '--version'],
};

export const bareNode: Contender = {
  name: 'node, import axios',
  // From the repository, where axios lies.
  command: () => [process.execPath, path.join(rivals, 'import-axios.mjs')],
};
