// Memory of `merge`: a snapshot of so many records, then a tenth of them anew, in each format:
//   npm run bench:merge                  (5,000,000 records; some minutes a format)
//   npm run bench:merge -- 200000 csv    (the count, and one format)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { measureRun, print, startServer } from './measure.ts';

const records = Number(process.argv[2] ?? 5_000_000);
const formats = process.argv[3] === undefined ? ['ndjson', 'csv', 'parquet'] : [process.argv[3]];

for (const format of formats) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'penstock-bench-'));
  for (const count of [records, Math.round(records / 10)]) {
    const server = await startServer(count);
    const measured = await measureRun(server, ['-f', format, '-o', path.join(scratch, 'out')], scratch);
    print(`${format}, ${count} of ${records} records`, records, measured);
    server.child.kill();
  }
  rmSync(scratch, { recursive: true, force: true });
}
