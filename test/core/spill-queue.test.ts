// First in, first out, at any length; what lies on disk is gone with the queue.
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toExact } from '../../src/core/exact-number.ts';
import { SpillQueue } from '../../src/core/spill-queue.ts';

const onDisk = () => readdirSync(tmpdir()).filter((name) => name.startsWith('penstock-feed-'));

test('whatever is put in and taken out in turn, it comes in its order', () => {
  const step = fc.record({ isPush: fc.boolean(), count: fc.integer({ min: 1, max: 60 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const queue = new SpillQueue<unknown>(3);
      const model: unknown[] = [];
      let next = 0;
      for (const { isPush, count } of steps) {
        for (let i = 0; i < count; i += 1) {
          // Long enough for some blocks to go to the file.
          const value = [next, 'x'.repeat(5000), null];
          if (isPush) {
            queue.push(value);
            model.push(value);
            next += 1;
          } else expect(queue.take()).toEqual(model.shift());
        }
      }
      while (model.length > 0) expect(queue.take()).toEqual(model.shift());
      expect(queue.take()).toBeUndefined();
      queue.close();
    }),
    { numRuns: 40 },
  );
});

test('50,000 values spill, numbers keep their digits, and no file is left', () => {
  const before = onDisk();
  const queue = new SpillQueue<readonly unknown[]>();
  const exact = toExact('0.10000000000000000001');
  for (let i = 0; i < 50_000; i += 1) queue.push([i, 12345678901234567890n, exact]);
  expect(onDisk()).toEqual(before);
  for (let i = 0; i < 50_000; i += 1) {
    const [index, big, decimal] = queue.take() ?? [];
    if (index !== i || big !== 12345678901234567890n || String(decimal) !== String(exact)) {
      expect([index, big, decimal]).toEqual([i, 12345678901234567890n, exact]);
    }
  }
  expect(queue.take()).toBeUndefined();
  queue.close();
  queue.push([1]);
  expect(queue.take()).toBeUndefined();
});
