// Peak memory of a cursor chain with dedupe on a string id, at two sizes ten-fold apart:
//   npm run bench:memory                      (500,000 and 5,000,000 records to stdout)
//   npm run bench:memory -- 200000 parquet    (the larger count, and a file of a format)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { measureRun, print, startServer } from './measure.ts';

const most = Number(process.argv[2] ?? 5_000_000);
const format = process.argv[3] ?? 'stdout';

for (const records of [Math.round(most / 10), most]) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'penstock-bench-'));
  const server = await startServer(records);
  const words = format === 'stdout' ? [] : ['-o', path.join(scratch, `contacts.${format}`)];
  const measured = await measureRun(server, words, scratch);
  print(`${records} records to ${format}, ${measured.lines} lines`, records, measured);
  server.child.kill();
  rmSync(scratch, { recursive: true, force: true });
}
