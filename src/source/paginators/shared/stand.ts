// Where a page stands in a chain that is counted by what its answers repeat of themselves.
import { type Echo, echoOf } from '../../evidence/echo.ts';
import { countOf, type Total } from '../../evidence/sign.ts';
import { pageStatement, pageTotal, recordTotal } from '../../evidence/statement.ts';
import { type PageFacts, type Position, recordCount, type StatedTotals } from '../contract.ts';

/** The position of a page that is asked for because the one before repeated its own. */
export type Counted = Position & {
  readonly kind: Echo['kind'];
  readonly place: string;
  readonly param: string;
  readonly at: number;
  /** The number that the first page or record has. */
  readonly base: number;
  readonly size: number;
  /** The totals that the page before stated. */
  readonly records?: number;
  readonly pages?: number;
  /** The last record of the page before, by its fingerprint, where there is reason to look for it in this one. */
  readonly last?: string;
  readonly isLastAlone?: boolean;
};

export function isCountedPosition(position: Position): position is Counted {
  return typeof position.place === 'string';
}

export function requestOfCounted({ param, at }: Counted) {
  return { query: { [param]: at } };
}

/** Where the page that came stands; undefined for a first page that does not say so beyond doubt. */
export function standOf(page: PageFacts): Counted | undefined {
  const { position } = page;
  if (isCountedPosition(position)) return position;
  if (page.index !== 1) return undefined;
  const statement = pageStatement(page);
  const echo = statement.isEndSaid ? undefined : echoOf(page, statement);
  if (echo === undefined) return undefined;
  const counted = { ...echo, base: echo.at };
  // A cursor that is no more than the next number agrees; any other is another way on.
  const next = following(counted, recordCount(page));
  const isOther = statement.signs.some(
    ({ kind, value }) => kind === 'link' || (kind === 'cursor' && countOf(value) !== next),
  );
  return isOther ? undefined : counted;
}

export function following({ kind, at, size }: Counted, count: number): number {
  return kind === 'page' ? at + 1 : at + (count || size);
}

/** Records that come before a page by its place. */
function before({ kind, at, base, size }: Counted): number {
  return kind === 'page' ? (at - base) * size : at - base;
}

/** Whether a page is the last by the totals that it states; undefined where it states none. */
export function isAtEnd(stand: Counted, page: PageFacts): boolean | undefined {
  const { pages, records } = totalsOf(page);
  const count = recordCount(page);
  if (stand.kind === 'page' && pages !== undefined) return stand.at - stand.base + 1 >= pages.count;
  return records === undefined ? undefined : before(stand) + count >= records.count;
}

/** Whether a page was asked for behind the last one, by the totals that were stated before. */
export function isBeyond(stand: Counted): boolean {
  if (stand.kind === 'page' && stand.pages !== undefined) return stand.at - stand.base >= stand.pages;
  return stand.records !== undefined && before(stand) >= stand.records;
}

export function totalsOf(page: PageFacts): { records: Total | undefined; pages: Total | undefined } {
  const statement = pageStatement(page);
  return { records: recordTotal(statement), pages: pageTotal(statement) };
}

/** What the position of every later page holds. */
export function carried(stand: Counted, page: PageFacts): Counted {
  const { kind, place, param, at, base, size } = stand;
  return { kind, place, param, at, base, size, ...keptTotals(stand, page) };
}

/** The totals that a page states; fewer than came before it cannot take back that there was to be more. */
function keptTotals(stand: Counted, page: PageFacts): { records?: number; pages?: number } {
  const { records, pages } = totalsOf(page);
  const keep = (own: number | undefined, earlier: number | undefined, came: number) =>
    (own ?? 0) < came ? (earlier ?? own) : own;
  const kept = {
    records: keep(records?.count, stand.records, before(stand)),
    pages: stand.kind === 'page' ? keep(pages?.count, stand.pages, stand.at - stand.base) : undefined,
  };
  return {
    ...(kept.records === undefined ? {} : { records: kept.records }),
    ...(kept.pages === undefined ? {} : { pages: kept.pages }),
  };
}

/** Ahead of its turn: after so many more pages as full as this one. */
export function countedAhead(page: PageFacts, steps: number): Position | undefined {
  const stand = standOf(page);
  if (stand === undefined) return undefined;
  const step = stand.kind === 'page' ? 1 : recordCount(page) || stand.size;
  return { ...carried(stand, page), at: stand.at + step * (steps + 1) };
}

export function countedTotals(page: PageFacts): StatedTotals | undefined {
  const stand = standOf(page);
  if (stand === undefined) return undefined;
  const { records, pages } = totalsOf(page);
  const place = (records ?? pages)?.place;
  return { ...keptTotals(stand, page), ...(place === undefined ? {} : { place }) };
}
