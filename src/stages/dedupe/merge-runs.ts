// Sorted runs merged into one, a few entries at a time, so that nothing else waits for it.
import { type SortedRun, WORDS } from './sorted-run.ts';

const BUFFER = 4096;

interface Head {
  readonly run: SortedRun;
  readonly buffer: Uint32Array;
  /** Of the next read. */
  from: number;
  /** In words. */
  at: number;
  end: number;
  /** The word at `at`, by which nearly all are told apart. */
  first: number;
}

/**
 * Merges runs that have no fingerprint in common.
 * @param into empty, and made for all of them
 * @param width words of an entry
 * @returns yields how many entries were written since the time before
 */
export function* mergeRuns(
  runs: readonly SortedRun[],
  into: SortedRun,
  width: number,
): Generator<number, void, undefined> {
  const heads = runs.map((run): Head => {
    const head = { run, buffer: new Uint32Array(BUFFER * width), from: 0, at: 0, end: 0, first: 0 };
    fill(head, width);
    return head;
  });
  const out = new Uint32Array(BUFFER * width);
  let written = 0;
  while (heads.length > 0) {
    let least = heads[0] as Head;
    let which = 0;
    for (let i = 1; i < heads.length; i += 1) {
      const one = heads[i] as Head;
      if (one.first < least.first || (one.first === least.first && isBelow(one, least))) {
        least = one;
        which = i;
      }
    }
    const { buffer, at } = least;
    out[written] = least.first;
    out[written + 1] = buffer[at + 1] ?? 0;
    out[written + 2] = buffer[at + 2] ?? 0;
    out[written + 3] = buffer[at + 3] ?? 0;
    for (let word = WORDS; word < width; word += 1) out[written + word] = buffer[at + word] ?? 0;
    written += width;
    least.at += width;
    if (least.at < least.end) least.first = buffer[least.at] ?? 0;
    else if (!fill(least, width)) heads.splice(which, 1);
    if (written < out.length) continue;
    into.append(out);
    written = 0;
    yield BUFFER;
  }
  into.append(out.subarray(0, written));
}

function fill(head: Head, width: number): boolean {
  const count = head.run.read(head.from, head.buffer);
  head.from += count;
  head.at = 0;
  head.end = count * width;
  head.first = head.buffer[0] ?? 0;
  return count > 0;
}

function isBelow(one: Head, other: Head): boolean {
  const { buffer: a, at: i } = one;
  const { buffer: b, at: j } = other;
  for (let word = 0; word < WORDS; word += 1) {
    const x = a[i + word] ?? 0;
    const y = b[j + word] ?? 0;
    if (x !== y) return x < y;
  }
  return false;
}
