// Data and state move together: a run whose n-th change of the file system fails, or is its last one, is followed by one
// that brings each version once, whether it goes on from there or not.
import { readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { changingApi, changingEndpoint } from '../helpers/changing-api.ts';
import { penstock } from '../helpers/cli.ts';
import { pipelineFile, temporaryDirectory } from '../helpers/temporary.ts';

afterEach(() => vi.restoreAllMocks());

const CHANGES = ['open', 'rename', 'rm', 'link', 'mkdir', 'rmdir', 'truncate'] as const;
const OF_FILES = ['write', 'writeFile', 'sync'] as const;

// In `npm run soak` each case meets every change; here the cases together do.
const STEP = process.env.EVERY_NTH === 'all' ? 1 : 8;

type Call = (...words: unknown[]) => Promise<unknown>;

/** Makes the n-th change fail, and where the process dies there, all that would come after it. */
function breakAt(nth: number, isDeath: boolean): () => number {
  let count = 0;
  const counting =
    (real: Call): Call =>
    async (...words) => {
      count += 1;
      if (count === nth || (isDeath && count > nth))
        throw Object.assign(new Error('EIO: made to fail'), { code: 'EIO' });
      return real(...words);
    };
  for (const name of CHANGES) {
    const real = fs[name] as Call;
    const opening: Call = async (...words) => {
      const handle = (await real(...words)) as Record<string, Call>;
      for (const one of OF_FILES) handle[one] = counting((handle[one] as Call).bind(handle));
      return handle;
    };
    const call = counting(name === 'open' ? opening : real);
    vi.spyOn(fs, name as 'open').mockImplementation(call as typeof fs.open);
  }
  return () => count;
}

test.each([
  ['append', 'fails', 1],
  ['append', 'is the last one', 2],
  ['merge', 'fails', 3],
  ['merge', 'is the last one', 4],
])('%s: the n-th change %s', async (disposition, how, number) => {
  const api = await changingApi();
  const file = await pipelineFile({
    name: 'nth',
    client: { base_url: api.url, retry: { max_retries: 0 } },
    resources: [
      {
        name: 'things',
        primary_key: 'id',
        write_disposition: disposition,
        endpoint: { ...changingEndpoint, incremental: { cursor_path: 'at', start_param: 'since' } },
      },
    ],
  });
  const out = path.join(await temporaryDirectory(), 'out');
  const words = ['run', file, '-o', out, '-q'];
  const expected = new Set<string>();
  const versionOf = ({ id, version }: { id: number; version: number }) => `${id}v${version}`;
  const check = (what: string) => {
    const manifest = JSON.parse(readFileSync(path.join(out, '_manifest.json'), 'utf8'));
    const found = manifest.resources.things.files
      .flatMap((part: { path: string }) => readFileSync(path.join(out, part.path), 'utf8').split('\n'))
      .filter((line: string) => line !== '')
      .map((line: string) => versionOf(JSON.parse(line)));
    const current = [...api.records.values()].map(versionOf);
    for (const one of current) expected.add(one);
    expect(found.sort(), what).toEqual((disposition === 'merge' ? current : [...expected]).sort());
  };
  api.put(0, 10);
  expect((await penstock(words)).code).toBe(0);
  check('first');
  for (let nth = STEP === 1 ? 1 : number; nth < 400; nth += STEP) {
    // A tie with what was delivered, and something new.
    api.put(1, 10 * Math.ceil(nth / 4));
    api.put(nth + 1, 10 * Math.ceil(nth / 4));
    const counted = breakAt(nth, how !== 'fails');
    const broken = await penstock(words);
    const calls = counted();
    vi.restoreAllMocks();
    const what = `change ${nth} of ${calls}: ${broken.code} ${broken.stderr}`;
    if (broken.code === 0) check(what);
    else expect([7, 8], what).toContain(broken.code);
    // Gone on with or begun anew, it comes to the same.
    const next = await penstock(nth % (2 * STEP) < STEP ? words : [...words, '--resume']);
    expect(next.code, `after ${what}: ${next.stderr}`).toBe(0);
    check(`after ${what}`);
    if (calls < nth) return;
  }
  expect.fail('no end');
});
