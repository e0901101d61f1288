// Paths in the spellings of dlt's JSONPath, as the one path language writes them.
import { own } from '../core/path.ts';

// A quoted text that stands in brackets is ours as it is; one that stands for a step gets them.
const PIECES =
  /\[\s*(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")|(?:^|\.)('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")|\.\[/g;

/** `data.[0]` as `data[0]`, `'@odata.nextLink'` as `['@odata.nextLink']`. */
export function pathFromDlt(path: string): string {
  return path.replace(PIECES, (whole, quoted: string | undefined) => {
    if (quoted !== undefined) return `[${quoted}]`;
    return whole === '.[' ? '[' : whole;
  });
}

/** Rewrites the paths that stand under these keys, in place. */
export function readPaths(holder: Record<string, unknown>, isPath: (key: string) => boolean): void {
  for (const key of Object.keys(holder)) {
    const value = own(holder, key);
    if (typeof value === 'string' && isPath(key)) holder[key] = pathFromDlt(value);
  }
}
