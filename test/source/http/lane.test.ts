// A lane: as many at once as it has places, in order, and a wait that can be ended.
import { expect, test } from 'vitest';
import { Lane, laneNames } from '../../../src/source/http/lane.ts';

const never = new AbortController().signal;

test('a place that is given up goes to the one that has waited longest', async () => {
  const lane = new Lane(1);
  expect(lane.enter(never)).toBeUndefined();
  const order: number[] = [];
  const waiting = [1, 2].map((n) => Promise.resolve(lane.enter(never)).then(() => order.push(n)));
  await Promise.resolve();
  expect(order).toEqual([]);
  lane.leave(undefined);
  await waiting[0];
  expect(order).toEqual([1]);
  lane.leave(undefined);
  await waiting[1];
  expect(order).toEqual([1, 2]);
});

test('a wait ends with its signal, and takes no place', async () => {
  const lane = new Lane(1);
  void lane.enter(never);
  const controller = new AbortController();
  const ended = Promise.resolve(lane.enter(controller.signal));
  const next = Promise.resolve(lane.enter(never));
  controller.abort(new Error('enough'));
  await expect(ended).rejects.toThrow('enough');
  lane.leave(undefined);
  await next;
  expect(() => lane.enter(controller.signal)).toThrow('enough');
});

test('more get in once a place is free again', () => {
  const lane = new Lane(3);
  const immediately = () => lane.enter(never) === undefined;
  const taken = [immediately(), immediately(), immediately(), immediately()].filter(Boolean).length;
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(4);
});

test('the first paths of a resource have lanes of their own, the others share one', () => {
  const laneOf = laneNames('r');
  const names = Array.from({ length: 1000 }, (_, i) => laneOf(`/${i}`));
  expect(new Set(names).size).toBe(65);
  expect(laneOf('/0')).toBe(names[0]);
  expect(laneOf('/999')).toBe('r');
});
