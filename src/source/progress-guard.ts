// Guards a page chain against an API that answers without end: repeated positions, repeated pages, empty pages.
import { NoProgressError } from '../core/errors.ts';
import { fingerprintText } from '../core/fingerprint.ts';
import { toJsonText } from '../core/json.ts';
import { show } from '../core/text.ts';
import type { Position } from './paginators/contract.ts';

// Legitimate APIs repeat or skip a page now and then, when records move or a filter empties a page.
const MOST_SAME_PAGES = 3;
const MOST_EMPTY_PAGES = 10;

const HINT =
  'the API does not honour the paginator’s parameters, or its next-page value is not what cursor_path names';

/** One guard per page chain. Every position of the run is remembered by its hash. */
export function guardProgress() {
  const positions = new Set<string>();
  let lastEnds = '';
  let lastContent = '';
  let samePages = 0;
  let emptyPages = 0;
  return {
    /** @throws NoProgressError when this position was asked for before */
    ask(position: Position): void {
      const hash = fingerprintText(JSON.stringify(position));
      if (positions.has(hash)) {
        throw new NoProgressError(`pagination made no progress: ${show(position)} came a second time`, {
          hint: HINT,
        });
      }
      positions.add(hash);
    },
    /** @throws NoProgressError after a few pages in a row without records, or with the same ones */
    receive(records: readonly unknown[]): void {
      if (records.length === 0) {
        emptyPages += 1;
        if (emptyPages <= MOST_EMPTY_PAGES) return;
        throw new NoProgressError(`pagination made no progress: ${emptyPages} empty pages in a row`, {
          hint: HINT,
        });
      }
      emptyPages = 0;
      // First, last and count tell most pages apart; only where they agree is all of it compared.
      const ends = toJsonText([records.length, records[0], records.at(-1)]);
      if (ends !== lastEnds) {
        lastEnds = ends;
        lastContent = '';
        samePages = 1;
        return;
      }
      const content = fingerprintText(toJsonText(records));
      samePages = lastContent === '' || content === lastContent ? samePages + 1 : 1;
      lastContent = content;
      if (samePages > MOST_SAME_PAGES) {
        throw new NoProgressError(`pagination made no progress: the same page came ${samePages} times`, {
          hint: HINT,
        });
      }
    },
  };
}
