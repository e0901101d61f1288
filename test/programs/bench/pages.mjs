// What the guard against circles remembers of ten million pages of one record: `node pages.mjs [millions]`, after a build.
import { tuneEngine } from '../../../dist/src/cli/engine.js';
import { guardProgress } from '../../../dist/src/source/progress-guard.js';

tuneEngine();

const MILLION = 1_000_000;
const millions = Number(process.argv[2] ?? 10);
const guard = guardProgress();
let peak = 0;
for (let page = 0; page < millions * MILLION; page += 1) {
  guard.ask({ cursor: `position-${page}` });
  const records = [{ id: page }];
  if (guard.isRepeated(records)) throw new Error('a page that never came was there');
  guard.receive(records);
  if (page % 100_000 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  if (page % (2 * MILLION) === MILLION)
    console.log(`${page / MILLION} million pages: ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB`);
}
console.log(`${millions} million pages: peak ${Math.round(peak / 2 ** 20)} MB`);
