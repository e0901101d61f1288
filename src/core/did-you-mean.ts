// "Did you mean": the known word nearest to an unknown one.
import { closest, distance } from 'fastest-levenshtein';

/** Gives ` (did you mean "x"?)`, or nothing when no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const best = closest(word, known);
  const away = distance(word.toLowerCase(), best.toLowerCase());
  // Of a word of two letters every other one is two away.
  const near = away <= Math.max(2, Math.floor(word.length / 3)) && away < word.length;
  return near ? ` (did you mean "${best}"?)` : '';
}
