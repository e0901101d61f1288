// The patterns of match() and search(), by an engine that takes linear time: a backtracking one would be deaf to
// signals for as long as a hostile text wants it to be.
import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';

const require = createRequire(import.meta.url);

/** @throws SyntaxError when the pattern is none */
export function compilePattern(pattern: string): RE2JS {
  const engine: { RE2JS: typeof RE2JS } = require('re2js');
  try {
    return engine.RE2JS.compile(pattern);
  } catch (error) {
    throw new SyntaxError(`the pattern "${pattern}" is not one: ${(error as Error).message}`);
  }
}

/**
 * Makes match() or search().
 * @param isWhole true for match(), which the whole text has to fit
 */
export function patternTest(isWhole: boolean): (value: unknown, pattern: unknown) => boolean {
  let last: { readonly pattern: string; readonly compiled: RE2JS | undefined } | undefined;
  return (value, pattern) => {
    if (typeof value !== 'string' || typeof pattern !== 'string') return false;
    if (last?.pattern !== pattern) {
      let compiled: RE2JS | undefined;
      try {
        compiled = compilePattern(pattern);
      } catch {
        // A pattern that comes from the body and is none matches nothing, says RFC 9535.
      }
      last = { pattern, compiled };
    }
    const { compiled } = last;
    if (compiled === undefined) return false;
    return isWhole ? compiled.matches(value) : compiled.matcher(value).find();
  };
}
