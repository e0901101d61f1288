// Pages that are counted because an answer repeats where it stands: each one must repeat what was asked for.
import { SourceError } from '../../../core/errors.ts';
import { fingerprintText } from '../../../core/fingerprint.ts';
import { toJsonText } from '../../../core/json.ts';
import { compilePath } from '../../../core/path.ts';
import { countOf, type Total } from '../../evidence/sign.ts';
import { suggestPaginator } from '../../evidence/suggest.ts';
import { type Done, done, type Next, type PageFacts, recordCount } from '../contract.ts';
import { type Counted, carried, following, isAtEnd, isBeyond, standOf, totalsOf } from './stand.ts';

/**
 * The page after a first one that says where it stands, and that more are to come.
 * @returns undefined where it does not
 */
export function firstCounted(page: PageFacts): Next | undefined {
  const stand = standOf(page);
  if (stand === undefined || isAtEnd(stand, page) !== false) return undefined;
  return onward(stand, page, mayOverlap(stand, page) ? 'any' : 'alone');
}

/**
 * The page after one that was asked for by its number.
 * @throws SourceError when this one is not the one that was asked for
 */
export function nextCounted(stand: Counted, page: PageFacts): Next | Done {
  const count = recordCount(page);
  if (count === 0) return done;
  const said = countOf(compilePath(stand.place)(page.body));
  const isAgain = stand.last !== undefined && repeats(page, stand.last, stand.isLastAlone === true);
  if (said !== stand.at || isAgain) {
    // Asked for more than it has, an API may give its last page again.
    if (isBeyond(stand) && (said ?? stand.at) <= stand.at) return { ...done, isPast: true };
    throw unheeded(stand, page, said);
  }
  const isEnd = isAtEnd(stand, page);
  const isShort = count < stand.size;
  if (isShort && isEnd !== false) return done;
  // Totals have been wrong before: behind a full page one more is asked for.
  if (isEnd === true) return onward(stand, page, 'alone');
  return onward(stand, page, mayOverlap(stand, page) ? 'any' : undefined);
}

/** Where a page is not full, the API may have left some out of it, and count from another place than we do. */
function mayOverlap({ kind, size }: Counted, page: PageFacts): boolean {
  return kind === 'offset' && recordCount(page) < size;
}

/** @param look whether the next page is to be compared with the last record of this one: with its last, or with any */
function onward(stand: Counted, page: PageFacts, look: 'alone' | 'any' | undefined): Next {
  const position = { ...carried(stand, page), at: following(stand, recordCount(page)) };
  if (look === undefined) return { position };
  const last = fingerprintText(toJsonText(page.records.at(-1)));
  return { position: { ...position, last, isLastAlone: look === 'alone' } };
}

function repeats({ records }: PageFacts, last: string, isLastAlone: boolean): boolean {
  const looked = isLastAlone ? records.slice(-1) : records;
  return looked.some((record) => fingerprintText(toJsonText(record)) === last);
}

function unheeded({ param, at, place }: Counted, page: PageFacts, said: number | undefined): SourceError {
  const { records, pages } = totalsOf(page);
  const stated = records ?? pages;
  const what = said === at ? 'the same records came' : `"${place}" says ${said ?? 'nothing'}`;
  const total = stated === undefined ? '' : `${totalWords(stated)}; `;
  return new SourceError(
    `no paginator is named, and ${total}asked for ${param}=${at}, ${what}: records are missing`,
    {
      hint: `name it: "paginator": ${suggestPaginator(undefined, stated)}; where this is all there is: "paginator": "single_page"`,
    },
  );
}

function totalWords({ kind, count, place }: Total): string {
  return kind === 'pages'
    ? `the API states ${count} pages ("${place}")`
    : `the API stated a total of ${count} ("${place}")`;
}
