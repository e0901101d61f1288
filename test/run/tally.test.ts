// Pages and retries, counted from the events of a run.
import { expect, test } from 'vitest';
import type { PenstockEvent } from '../../src/core/events.ts';
import { createTally } from '../../src/run/tally.ts';

const page = { kind: 'page', partition: undefined, page: 1, records: 5 } as const;
const retry = { kind: 'retry', attempt: 1, waitSeconds: 0, reason: 'HTTP 503' } as const;

test('counts each resource by itself, and passes every event on', () => {
  const passed: PenstockEvent[] = [];
  const tally = createTally((event) => passed.push(event));
  const events: PenstockEvent[] = [
    { ...page, resource: 'a' },
    { ...page, resource: 'a', page: 2 },
    { ...page, resource: 'b' },
    { ...retry, resource: 'b' },
    // Of a token, which serves every resource.
    { ...retry, resource: undefined },
    { kind: 'written', resource: 'a', records: 5 },
    { kind: 'finished', resource: 'a' },
  ];
  for (const event of events) tally.emit(event);
  expect(passed).toEqual(events);
  const counts = ['a', 'b', 'c'].map((name) => [tally.pages(name), tally.retries(name)]);
  expect(counts).toEqual([
    [2, 0],
    [1, 1],
    [0, 0],
  ]);
});
