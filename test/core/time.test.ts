import { expect, test } from 'vitest';
import { sleep } from '../../src/core/time.ts';

test('an abort ends a wait, also one that no timer could hold', async () => {
  const ending = new AbortController();
  const waiting = sleep(30 * 86_400, ending.signal);
  setTimeout(() => ending.abort(), 10);
  await expect(waiting).rejects.toThrow(/abort/i);
});

test('no time is no wait', async () => {
  await sleep(0, undefined);
  await sleep(-5, undefined);
});
