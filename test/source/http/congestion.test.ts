import { describe, expect, test } from 'vitest';
import { Congestion } from '../../../src/source/http/congestion.ts';

describe('congestion', () => {
  test('doubles while it starts, then adds one a round, and never passes the maximum', () => {
    const congestion = new Congestion(16);
    expect(congestion.window).toBe(4);
    for (let i = 0; i < 4; i += 1) congestion.answered();
    expect(congestion.window).toBe(8);
    congestion.refused(performance.now());
    expect(congestion.window).toBe(4);
    for (let i = 0; i < 4; i += 1) congestion.answered();
    expect(congestion.window).toBe(4);
    for (let i = 0; i < 2; i += 1) congestion.answered();
    expect(congestion.window).toBe(5);
    for (let i = 0; i < 10_000; i += 1) congestion.answered();
    expect(congestion.window).toBe(16);
  });

  test('refusals of one burst halve it once', () => {
    const congestion = new Congestion(16);
    for (let i = 0; i < 12; i += 1) congestion.answered();
    const started = performance.now();
    for (let i = 0; i < 16; i += 1) congestion.refused(started - 5);
    expect(congestion.window).toBe(8);
  });

  test('rising latency takes it back, not below where it began', () => {
    const congestion = new Congestion(16);
    for (let i = 0; i < 12; i += 1) congestion.answeredWithin(20);
    expect(congestion.window).toBe(16);
    for (let i = 0; i < 120; i += 1) congestion.answeredWithin(400);
    expect(congestion.window).toBeLessThan(6);
  });

  test('a path that is slow for good is measured against itself in the end', () => {
    const congestion = new Congestion(16);
    for (let i = 0; i < 12; i += 1) congestion.answeredWithin(1);
    for (let i = 0; i < 300; i += 1) congestion.answeredWithin(400);
    expect(congestion.window).toBe(16);
  });

  test('one quick answer, from a cache, makes none of the others slow', () => {
    const congestion = new Congestion(16);
    congestion.answeredWithin(1);
    for (let i = 0; i < 15; i += 1) congestion.answeredWithin(150);
    expect(congestion.window).toBe(16);
  });

  test('quick and slow answers in turn are no congestion', () => {
    const congestion = new Congestion(16);
    for (let i = 0; i < 400; i += 1) congestion.answeredWithin(i % 4 === 0 ? 150 : 2);
    expect(congestion.window).toBe(16);
  });

  test('a maximum below its start is kept', () => {
    expect(new Congestion(1).window).toBe(1);
  });
});
