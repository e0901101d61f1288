// What is measured, in the order of the table.
import path from 'node:path';
import { bigPage, gzipBomb } from './bodies.ts';
import { files, merge, parquet } from './files.ts';
import { latency } from './latency.ts';
import { memory, remembered, wide } from './memory.ts';
import { longPipe, pipe, shell } from './pipe.ts';
import { paths, requests } from './requests.ts';
import type { Scenario } from './section.ts';
import { startup } from './start.ts';

export const scenarios: Readonly<Record<string, Scenario>> = {
  requests,
  paths,
  startup,
  pipe,
  'long-pipe': longPipe,
  shell,
  files,
  parquet,
  merge,
  latency,
  memory,
  remembered,
  'big-page': bigPage,
  'gzip-bomb': gzipBomb,
  wide,
};

export const resultsFile = path.join(import.meta.dirname, '../results.json');
