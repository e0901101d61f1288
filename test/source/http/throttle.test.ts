// The gate of a host, told by hand how long answers took.
import { expect, test } from 'vitest';
import { createThrottle, type Place } from '../../../src/source/http/throttle.ts';

const never = new AbortController().signal;
const open = (concurrency = 16) => createThrottle({ concurrency, rateLimit: undefined });

/** Lets requests of a lane in until the gate holds one back; leaves them all after the given time. */
async function round(throttle: ReturnType<typeof open>, lane: string, milliseconds: number): Promise<number> {
  const places: Place[] = [];
  const ending = new AbortController();
  for (;;) {
    const place = await Promise.race([
      throttle.enter('h', lane, ending.signal).catch(() => undefined),
      new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 5)),
    ]);
    if (place === undefined) break;
    places.push(place);
  }
  ending.abort();
  for (const place of places) place.leave(milliseconds);
  return places.length;
}

test('a quick path does not narrow the window of a slow one', async () => {
  const throttle = open();
  for (let i = 0; i < 6; i += 1) await round(throttle, 'quick', 1);
  let slow = 0;
  for (let i = 0; i < 6; i += 1) slow = await round(throttle, 'slow', 150);
  expect(slow).toBe(16);
});

test('a path that slows down narrows its own window, not that of the others', async () => {
  const throttle = open();
  for (let i = 0; i < 6; i += 1) for (const lane of ['a', 'b']) await round(throttle, lane, 10);
  let a = 0;
  for (let i = 0; i < 14; i += 1) a = await round(throttle, 'a', 400);
  expect(a).toBeLessThan(7);
  expect(await round(throttle, 'b', 10)).toBe(16);
});

test('a refusal narrows the whole host', async () => {
  const throttle = open();
  for (let i = 0; i < 6; i += 1) for (const lane of ['a', 'b']) await round(throttle, lane, 10);
  throttle.slowDown('h', performance.now());
  expect(await round(throttle, 'a', 10)).toBe(8);
  expect(await round(throttle, 'b', 10)).toBeLessThan(16);
});

test('whoever gives up waiting takes no place with it', async () => {
  const throttle = open(1);
  const first = await throttle.enter('h', 'a', never);
  for (const lane of ['a', 'b']) {
    const ending = new AbortController();
    const waiting = throttle.enter('h', lane, ending.signal);
    ending.abort(new Error('no longer'));
    await expect(waiting).rejects.toThrow('no longer');
  }
  first.leave(1);
  first.leave(1);
  const next = await throttle.enter('h', 'a', never);
  const other = throttle.enter('h', 'b', never);
  next.leave(1);
  (await other).leave(1);
});
