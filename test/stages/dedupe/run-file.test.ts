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

test('law: through all its merges each fingerprint is found with what was written beside it last, and no other is', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(sizes, fc.boolean(), fc.integer(), (runs, hasPayload, salt) => {
      const file = new RunFile(hasPayload ? 2 : 0);
      const expected = new Map<number, number>();
      const wordsOf = (n: number) =>
        Uint32Array.of(
          Math.imul(n ^ salt, 2654435761) >>> 0,
          n,
          Math.imul(n, 40503) >>> 0,
          Math.imul(n, 69069) >>> 0,
        );
      let next = 0;
      for (const size of runs) {
        const entries = Array.from({ length: size }, () => {
          next += 1;
          expected.set(next, next);
          return [...wordsOf(next), ...(hasPayload ? [next, 7] : [])];
        }).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0));
        file.append(Uint32Array.from(entries.flat()));
        if (!hasPayload) continue;
        for (let n = 1; n <= next; n += 97) {
          const found = file.payload(wordsOf(n));
          if (found === undefined) throw new Error(`${n} is gone`);
          file.update(found.place, Uint32Array.of(n + next, 7));
          expected.set(n, n + next);
        }
      }
      for (const [n, value] of expected) {
        if (hasPayload) expect(file.payload(wordsOf(n))?.payload[0]).toBe(value);
        else if (!file.has(wordsOf(n))) throw new Error(`${n} is gone`);
      }
      for (let n = next + 1; n < next + 500; n += 1)
        if (file.has(wordsOf(n))) throw new Error(`${n} never came`);
      file.close();
    }),
    { numRuns: 12 },
  );
});
