import { expect, test } from 'vitest';
import { stages } from '../../src/stages/chain.ts';
import { contextFor, type Stage } from '../../src/stages/stage.ts';

test('a stage by itself has every counter at zero, its own each time', () => {
  for (const stage of stages as readonly Stage[]) {
    const names = Object.keys(stage.counts);
    const one = contextFor(stage);
    expect(one.counts, stage.name).toEqual(Object.fromEntries(names.map((name) => [name, 0])));
    expect(contextFor(stage).counts).not.toBe(one.counts);
    expect(() => one.emit({ kind: 'warning', resource: 'things', message: 'x' })).not.toThrow();
  }
});
