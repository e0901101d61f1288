import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { RunFile } from '../../../src/stages/dedupe/run-file.ts';

afterEach(() => vi.unstubAllEnvs());

test('a temporary directory that is not there is an error of the output, and says what to set', () => {
  vi.stubEnv('TMPDIR', '/nowhere/at/all');
  expect(() => new RunFile()).toThrow(
    expect.objectContaining({ exitCode: 7, hint: expect.stringContaining('TMPDIR') }),
  );
});

test('law: each run holds its fingerprints and no other, over the ends of its blocks', () => {
  // Few first words, so that equal ones straddle blocks.
  const seeds = fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 4 }));
  fc.assert(
    fc.property(fc.array(seeds, { minLength: 1, maxLength: 3 }), (runs) => {
      const file = new RunFile();
      for (const [run, [count, firsts]] of runs.entries()) {
        const words = Array.from({ length: count }, (_, i) => [
          Math.floor((i * firsts) / count),
          i,
          run,
          i * 7,
        ]);
        file.append(Uint32Array.from(words.flat()));
        for (const one of words) expect(file.has(Uint32Array.from(one))).toBe(true);
        expect(file.has(Uint32Array.of(0, count, run, 0))).toBe(false);
        expect(file.has(Uint32Array.of(0, 0, run + 1, 0))).toBe(false);
      }
      const [[count] = [0]] = runs;
      expect(
        file.has(
          Uint32Array.of(
            Math.floor(((count - 1) * (runs[0]?.[1] ?? 0)) / count),
            count - 1,
            0,
            (count - 1) * 7,
          ),
        ),
      ).toBe(true);
      file.close();
    }),
    { numRuns: 30 },
  );
});
