// Guards a page chain against an API that answers without end: repeated positions, repeated pages, empty pages.
import { NoProgressError } from '../core/errors.ts';
import { fingerprintText } from '../core/fingerprint.ts';
import { toJsonText } from '../core/json.ts';
import { own } from '../core/path.ts';
import { show } from '../core/text.ts';
import type { EndingPolicy, Position } from './paginators/contract.ts';
import { SeenHashes } from './seen-hashes.ts';

// Pages of records that nothing tells apart may repeat for a while.
const MOST_SAME_PAGES = 3;
// Records that are inserted meanwhile push pages on, so that some come twice; an API that begins anew gives all of them.
const MOST_OLD_PAGES = 10;
const MOST_EMPTY_PAGES = 10;

const HINT = 'its next-page value is not what the paginator follows';
const EMPTY_HINT =
  'where the API gives as many before its next records, raise maximum_empty_pages of the paginator; else it does not honour the paginator’s parameters';

export interface ProgressGuard {
  /** @throws NoProgressError when this position was asked for before */
  ask(position: Position): void;
  /** Whether a page of records with ids has come before in this chain. */
  isRepeated(records: readonly unknown[]): boolean;
  /** @throws NoProgressError after a few pages in a row without records, or with the same ones */
  receive(records: readonly unknown[]): void;
  /** Pages without records since the last one with some. */
  readonly emptyPages: number;
}

/**
 * One guard per page chain. Positions and pages are remembered by their hashes, in memory that millions of pages do not
 * fill: a circle of fewer than 50,000 pages, or one that leads back to the beginning, shows at once, a longer one later.
 * @param policy how many pages without records in a row are no fault, and what the hint names
 * @param advice what else is known to be wrong, for the hint
 * @param most hashes that are remembered at once, for tests
 */
export function guardProgress(
  policy: EndingPolicy = {},
  advice?: () => string | undefined,
  most?: number,
): ProgressGuard {
  const mostEmptyPages = policy.maximumEmptyPages ?? MOST_EMPTY_PAGES;
  const endHint = () => {
    const known = advice?.();
    // One page over and over from the start is a parameter that is not known; after other pages it is the last one.
    if (known !== undefined || policy.sends === undefined || pages.size < 2) return known;
    return `the API gives pages it gave before past its end: say where that is by stop_condition, has_more_path or a total, e.g. "stop_condition": "last_page_size < 100"`;
  };
  const stuck = (what: string, hint = advice?.()) => getsNowhere(what, policy, hint);
  const positions = new SeenHashes(most);
  const pages = new SeenHashes(most);
  let lastPage = '';
  let sampled: { records: readonly unknown[]; page: string } | undefined;
  let samePages = 0;
  let emptyPages = 0;
  let oldPages = 0;
  // Asked for a few times of each page.
  const pageOf = (records: readonly unknown[]): string => {
    if (sampled?.records !== records) sampled = { records, page: sampleOf(records) };
    return sampled.page;
  };
  return {
    get emptyPages() {
      return emptyPages;
    },
    ask(position) {
      const hash = fingerprintText(JSON.stringify(position));
      if (positions.has(hash)) throw stuck(`${show(position)} came a second time`);
      positions.add(hash);
    },
    isRepeated: (records) => isTellable(records) && pages.has(pageOf(records)),
    receive(records) {
      if (records.length === 0) {
        emptyPages += 1;
        if (emptyPages > mostEmptyPages) throw stuck(`${emptyPages} empty pages in a row`, EMPTY_HINT);
        return;
      }
      emptyPages = 0;
      const page = pageOf(records);
      oldPages = isTellable(records) && pages.has(page) ? oldPages + 1 : 0;
      pages.add(page);
      samePages = page === lastPage ? samePages + 1 : 1;
      lastPage = page;
      if (samePages > MOST_SAME_PAGES) throw stuck(`the same page came ${samePages} times`, endHint());
      // A circle that is longer than what is remembered shows by its mark alone, once a round.
      const rounds = isTellable(records) ? pages.meetings : 0;
      if (rounds > MOST_OLD_PAGES) throw stuck(`pages came again in a circle, ${rounds} times`, endHint());
      if (oldPages > MOST_OLD_PAGES)
        throw stuck(`${oldPages} pages in a row held records that earlier pages held`, endHint());
    },
  };
}

/**
 * The error of a chain that gets nowhere.
 * @param hint what is known to be wrong; else the key is named that the API may not know
 */
export function getsNowhere(what: string, { sends }: EndingPolicy, hint?: string): NoProgressError {
  const sent = sends === undefined ? '' : `the API does not honour ${sends}: correct the name; or `;
  return new NoProgressError(`pagination made no progress: ${what}`, { hint: hint ?? sent + HINT });
}

// Five records of a page tell it from any other, and their ids tell those records, where they have some.
function sampleOf(records: readonly unknown[]): string {
  const { length } = records;
  const picked = [0, length >> 2, length >> 1, length - 1 - (length >> 2), length - 1].map((i) => records[i]);
  const id = idOf(picked[0]);
  const ids = id === undefined ? undefined : picked.map((record) => own(record, id));
  const isTold = ids?.every((value) => value !== undefined && value !== null) === true;
  return fingerprintText(toJsonText([length, ...(isTold ? ids : picked)]));
}

// Records with ids of their own never fill two pages alike; counts and zeros may. One record may move on by one.
function isTellable(records: readonly unknown[]): boolean {
  return records.length > 1 && idOf(records[0]) !== undefined;
}

function idOf(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  return Object.keys(record).find(
    (key) => /(^|[_-])(id|uuid|guid|key)$/i.test(key) || /[a-z]I[dD]$/.test(key),
  );
}
