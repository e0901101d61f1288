// From parent to child: neither waits for the other, and a child never takes half a parent for the whole.
import { expect, test } from 'vitest';
import { ParentError, SourceError } from '../../src/core/errors.ts';
import { Feed } from '../../src/core/feed.ts';

const never = new AbortController().signal;

async function all(feed: Feed, signal = never) {
  const entries: unknown[] = [];
  for await (const entry of feed.entries(signal)) entries.push(entry);
  return entries;
}

test('entries come in their order, those before the reader and those behind it', async () => {
  const feed = new Feed();
  feed.push([1]);
  const reading = all(feed);
  await Promise.resolve();
  feed.push([2]);
  feed.push([3]);
  setImmediate(() => {
    feed.push([4]);
    feed.end(true);
    feed.push([5]);
  });
  expect(await reading).toEqual([[1], [2], [3], [4]]);
  expect(feed.isComplete).toBe(true);
});

test('a failure is thrown at once, and what follows changes nothing', async () => {
  const feed = new Feed();
  feed.push([1]);
  feed.fail(new ParentError('users', new SourceError('no', { hint: 'try' })));
  feed.end(true);
  await expect(all(feed)).rejects.toThrow('its parent users failed: no');
  expect(feed.isComplete).toBe(false);
});

test('an end that comes short is known', async () => {
  const feed = new Feed();
  feed.end(false);
  feed.end(true);
  expect(await all(feed)).toEqual([]);
  expect(feed.isComplete).toBe(false);
});

test('the wait is ended from outside', async () => {
  const controller = new AbortController();
  const reading = all(new Feed(), controller.signal);
  controller.abort(new Error('enough'));
  await expect(reading).rejects.toThrow('enough');
});

test('a sample is the first entry; reading and closing are told once', async () => {
  const told: string[] = [];
  const feed = new Feed({
    isSample: true,
    onRead: () => told.push('read'),
    onClose: () => told.push('close'),
  });
  feed.push([1]);
  feed.push([2]);
  expect(await all(feed)).toEqual([[1]]);
  feed.close();
  feed.close();
  feed.push([3]);
  expect(told).toEqual(['read', 'close']);
  expect(feed.isClosed).toBe(true);
});
