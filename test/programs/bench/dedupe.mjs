// `npm run bench:dedupe [millions]`: what a key costs dedupe as they become many, and the memory of the process. Keys alone,
// all different, as texts; time is the processor's, so that others on the machine count less.
import { tuneEngine } from '../../../dist/src/cli/engine.js';
import { KeySet } from '../../../dist/src/stages/dedupe/key-set.js';

// As the command line sets it.
tuneEngine();

const MILLION = 1_000_000;
const millions = Number(process.argv[2] ?? 50);
const keys = new KeySet();
const isJson = process.argv.includes('--json');
const SHOWN = [1, 2, 5, 10, 20, 50];
const started = performance.now();
const perKey = [];
let peak = 0;
for (let million = 0; million < millions; million += 1) {
  const before = process.cpuUsage();
  for (let i = 0; i < MILLION; i += 1) {
    if (!keys.add(`contact-${million * MILLION + i}`)) throw new Error('a key that never came was there');
    if (i % 100_000 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }
  const { user, system } = process.cpuUsage(before);
  perKey.push((user + system) / MILLION);
  const at = million + 1;
  if (isJson && SHOWN.includes(at)) {
    const wall = (performance.now() - started) / 1000;
    const point = { name: 'keys alone', records: at * MILLION, wall, rss: peak / 2 ** 20 };
    console.log(JSON.stringify(point));
  }
  if (!isJson && (at <= 4 || at % 5 === 0))
    console.log(
      `${at} million: ${(perKey.at(-1) ?? 0).toFixed(2)} us a key, ${Math.round(peak / 2 ** 20)} MB`,
    );
}
for (const million of [0, Math.floor(millions / 2), millions - 1])
  if (keys.add(`contact-${million * MILLION + 7}`)) throw new Error('a key that came is not there');
keys.close();
const last = perKey.slice(-5).reduce((sum, one) => sum + one, 0) / Math.min(5, perKey.length);
const all = perKey.reduce((sum, one) => sum + one, 0) / perKey.length;
if (!isJson)
  console.log(
    `the last five million cost ${(last / (perKey[0] ?? 1)).toFixed(2)} times the first million a key, all of them ${(all / (perKey[0] ?? 1)).toFixed(2)}; peak ${Math.round(peak / 2 ** 20)} MB`,
  );
