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
    for (let i = 0; i < 1000; i += 1) congestion.answeredWithin(400);
    expect(congestion.window).toBe(4);
  });

  test('a maximum below its start is kept', () => {
    expect(new Congestion(1).window).toBe(1);
  });
});
