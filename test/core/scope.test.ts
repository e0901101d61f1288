import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { openDeadline, openScope } from '../../src/core/scope.ts';

test('ending a scope ends its children, with the same reason', () => {
  const run = openScope();
  const resource = run.child();
  const request = resource.child();
  const reason = new Error('over');
  run.end(reason);
  expect([resource.signal.reason, request.signal.reason]).toEqual([reason, reason]);
});

test('ending a child leaves its parent and its siblings alone', () => {
  const run = openScope();
  const [one, other] = [run.child(), run.child()];
  one.end();
  expect([one, other, run].map((scope) => scope.signal.aborted)).toEqual([true, false, false]);
});

test('a child of a scope that has ended has ended too', () => {
  const run = openScope();
  run.end('over');
  expect(run.child().signal.reason).toBe('over');
});

test('an outer signal ends the scope; a scope that ended first leaves no listener there', () => {
  const outer = new AbortController();
  const ended = openScope(outer.signal);
  ended.end();
  expect(getEventListeners(outer.signal, 'abort')).toHaveLength(0);
  const open = openScope(outer.signal);
  outer.abort('enough');
  expect(open.signal.reason).toBe('enough');
  expect(openScope(outer.signal).signal.reason).toBe('enough');
});

test('left by using, it has ended', () => {
  let signal: AbortSignal | undefined;
  {
    using scope = openScope();
    signal = scope.signal;
  }
  expect(signal.aborted).toBe(true);
});

describe('a deadline', () => {
  test('aborts with its reason, or with the outer one', async () => {
    const late = new Error('late');
    const outer = new AbortController();
    const deadline = openDeadline(outer.signal, 0.005, late);
    await new Promise((resolve) => deadline.signal.addEventListener('abort', resolve));
    expect(deadline.signal.reason).toBe(late);
    const other = openDeadline(outer.signal, 60, late);
    outer.abort('over');
    expect(other.signal.reason).toBe('over');
    expect(openDeadline(outer.signal, 60, late).signal.reason).toBe('over');
    other.close();
  });

  test('that is closed aborts nothing and leaves no listener', async () => {
    const outer = new AbortController();
    const deadline = openDeadline(outer.signal, 0.005, 'late');
    deadline.close();
    expect(getEventListeners(outer.signal, 'abort')).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(deadline.signal.aborted).toBe(false);
  });
});
