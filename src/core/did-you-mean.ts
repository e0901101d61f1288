// "Did you mean": the known word nearest to an unknown one.
import { closest, distance } from 'fastest-levenshtein';

/** Gives ` (did you mean "x"?)`, or nothing when no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const best = closest(word, known);
  const near = distance(word.toLowerCase(), best.toLowerCase()) <= Math.max(2, Math.floor(word.length / 3));
  return near ? ` (did you mean "${best}"?)` : '';
}
