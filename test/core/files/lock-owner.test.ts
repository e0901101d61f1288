import { describe, expect, test } from 'vitest';
import { parseOwner, standingOf, thisOwner } from '../../../src/core/files/lock-owner.ts';

const NEVER = 2 ** 22;

describe('standingOf', () => {
  const own = thisOwner();
  const withProof = (change: object) => ({ ...own, proof: own.proof && { ...own.proof, ...change } });

  test('this process runs', () => {
    expect(standingOf(own)).toBe('runs');
  });

  test('one whose pid nobody has, or somebody who started at another time, has ended', () => {
    expect(standingOf({ ...withProof({ pid: NEVER }), pid: NEVER })).toBe('ended');
    expect(standingOf(withProof({ startedAt: '1' }))).toBe('ended');
  });

  test('one of another container that looked into this /proc has ended when its pid here is nobody’s', () => {
    expect(standingOf({ ...withProof({ pid: NEVER }), pid: 1 })).toBe('ended');
  });

  test('one of another boot, another /proc or another machine is unknown', () => {
    expect(standingOf(withProof({ boot: 'other' }))).toBe('unknown');
    expect(standingOf(withProof({ proc: -1 }))).toBe('unknown');
    expect(standingOf({ ...own, proof: undefined, host: 'elsewhere', pid: NEVER })).toBe('unknown');
  });

  test('without a proof, a pid that nobody has on this machine has ended', () => {
    expect(standingOf({ ...own, proof: undefined, pid: NEVER })).toBe('ended');
    expect(standingOf({ ...own, proof: undefined })).toBe('unknown');
  });
});

test('two owners in one process are told apart', () => {
  expect(thisOwner().token).not.toBe(thisOwner().token);
});

test('parseOwner: what no owner wrote is undefined', () => {
  expect(parseOwner(JSON.stringify(thisOwner()))).toMatchObject({ pid: process.pid });
  for (const text of ['', '{', 'null', '{"pid":1}', JSON.stringify({ ...thisOwner(), pid: -1 })])
    expect(parseOwner(text)).toBeUndefined();
});
