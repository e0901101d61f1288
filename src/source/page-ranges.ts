// A long list in ranges of pages, which several processes read: each range begins with the last page of the one before,
// so that what stands on both sides of a border is known.
import type { Page } from '../core/batch.ts';
import { fingerprintText } from '../core/fingerprint.ts';
import type { RangeFacts } from '../core/page-range.ts';
import type { ResumePoint, Shown } from '../core/resume-point.ts';
import { type Chain, readChain } from './chain-reader.ts';
import { identityOf } from './first-page.ts';
import { isDone, type PageFacts, type Paginator, type Position, recordCount } from './paginators/contract.ts';

/** Which ranges of a resource one of several processes reads. */
export interface PageRanges {
  /** Pages of a range. */
  readonly pages: number;
  /** @param range from 0 */
  owns(range: number): boolean;
}

/** A range as a chain of pages reads it. */
interface Stretch {
  readonly range: number;
  readonly from: number;
  readonly to: number;
  readonly paginator: Paginator;
  /** The page before it; undefined for the first range. */
  readonly since: ResumePoint | undefined;
  /** Whether the range was read up to its border. */
  isToBorder(): boolean;
}

// Of a page of thousands so many are enough to know it by.
const MOST_KNOWN = 1000;

/** What the first page of a list shows. */
interface FirstPage {
  readonly page: PageFacts;
  readonly shown: Shown;
}

/**
 * Reads the ranges of one process, from the first to the one in which the list ends.
 * @param chain of the whole list
 * @param read the pages of a chain by another paginator, behind a point
 * @param facts gets what each range has found, once it is read
 */
export async function* readRanges(
  chain: Chain,
  { pages, owns }: PageRanges,
  read: (since: ResumePoint | undefined, paginator: Paginator) => AsyncGenerator<Page, void, undefined>,
  facts: RangeFacts[],
): AsyncGenerator<AsyncGenerator<Page, void, undefined>, void, undefined> {
  const first = await firstPage(chain);
  for (let range = 0; !facts.some(({ isEnd }) => isEnd); range += 1) {
    if (!owns(range)) continue;
    const stretch = stretchOf(chain.paginator, range, pages, first);
    if (stretch === undefined) return;
    yield noting(stretch, read(stretch.since, stretch.paginator), facts);
  }
}

/** Where the places of all others are counted from. */
async function firstPage(chain: Chain): Promise<FirstPage> {
  const reader = readChain({ ...chain, isWindowed: () => false });
  try {
    const { turn } = await reader.read({ position: await reader.first() }, 1);
    reader.evidence.add(turn.page, false);
    return { page: turn.page, shown: reader.evidence.shown() };
  } finally {
    reader.window.close();
  }
}

function stretchOf(
  paginator: Paginator,
  range: number,
  pages: number,
  { page: first, shown }: FirstPage,
): Stretch | undefined {
  /** @param number of a page, from 2 */
  const positionOf = (number: number) => paginator.ahead?.(first, number - 2);
  const border = positionOf((range + 1) * pages + 1);
  const before = range * pages;
  const from = range === 0 ? first.position : positionOf(before + 1);
  const position = range === 0 ? first.position : positionOf(before);
  if (border === undefined || from === undefined || position === undefined) return undefined;
  let isToBorder = false;
  const size = recordCount(first);
  return {
    range,
    from: placeOf(from),
    to: placeOf(border),
    paginator: {
      ...upTo(border, paginator, () => {
        isToBorder = true;
      }),
      start: first.position,
      before: undefined,
    },
    // The total is what the end of the list is judged by; how it was a moment ago proves nothing.
    since:
      range === 0
        ? undefined
        : {
            page: before - 1,
            position: position as ResumePoint['position'],
            shown: { ...shown, received: size * (before - 1), isEstimated: true, total: undefined },
          },
    isToBorder: () => isToBorder,
  };
}

/** The same paginator, ending where its next page lies at a border or behind it. */
function upTo(border: Position, paginator: Paginator, onBorder: () => void): Paginator {
  const isBehind = (position: Position) => placeOf(position) >= placeOf(border);
  const { ahead } = paginator;
  return {
    ...paginator,
    next(page) {
      const next = paginator.next(page);
      if (isDone(next) || !isBehind(next.position)) return next;
      onBorder();
      return { done: true, isComplete: true, isBorder: true };
    },
    ...(ahead === undefined
      ? {}
      : {
          ahead(page, steps) {
            const position = ahead(page, steps);
            return position === undefined || isBehind(position) ? undefined : position;
          },
        }),
  };
}

/** The one number of a counted position: of a page, or of records before it. */
function placeOf(position: Position): number {
  return Number(Object.values(position)[0]);
}

async function* noting(
  stretch: Stretch,
  chain: AsyncGenerator<Page, void, undefined>,
  facts: RangeFacts[],
): AsyncGenerator<Page, void, undefined> {
  const { range, from, to, since } = stretch;
  const overlap = since === undefined ? undefined : since.page + 1;
  const head: unknown[] = [];
  let tail: unknown[] = [];
  let tailPage: number | undefined;
  for await (const page of chain) {
    const { records, page: number } = page;
    if (number === overlap) head.push(...records);
    if (records.length > 0) {
      // A long page comes in parts.
      tail = number === tailPage ? [...tail, ...records].slice(-MOST_KNOWN) : records.slice(-MOST_KNOWN);
      tailPage = number;
    }
    yield page;
  }
  const isEnd = !stretch.isToBorder();
  facts.push({ range, from, to, isPast: tail.length === 0, head: known(head), tail: known(tail), isEnd });
}

/** What tells records apart; one that stands twice in a page tells nothing. */
function known(records: readonly unknown[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const record of records) {
    const hash = Buffer.from(fingerprintText(identityOf(record)), 'latin1').toString('base64url', 0, 9);
    counts.set(hash, (counts.get(hash) ?? 0) + 1);
  }
  return [...counts].flatMap(([hash, count]) => (count === 1 ? [hash] : []));
}
