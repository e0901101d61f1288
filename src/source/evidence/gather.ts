// The end of a chain is decided here: complete when its own rule ends it and no evidence speaks against it.
import type { ResumePoint, Shown } from '../../core/resume-point.ts';
import { type Done, type PageFacts, type Paginator, recordCount } from '../paginators/contract.ts';
import { countOf, type Sign, type Statement, type Total } from './sign.ts';
import { pageStatement, pageTotal, recordTotal } from './statement.ts';
import { suggestPaginator } from './suggest.ts';
import { fullPage, lookalike, openSearch } from './weak-signs.ts';

/** Why a page is doubtful, and what would make it right. */
export interface Doubt {
  /**
   * sign, total: the page says that there is more; empty: it ends counted pages without a word; hole: a later page
   * holds records; blank: a page that was promised has none, and names no other; repeat: an earlier page held the same
   * records.
   */
  readonly kind: 'sign' | 'total' | 'empty' | 'hole' | 'blank' | 'repeat';
  readonly message: string;
  readonly hint: string;
}

export interface Evidence {
  /**
   * Adds a page to what the chain has received.
   * @param isRepeated true where its records are counted already
   */
  add(page: PageFacts, isRepeated: boolean): void;
  /** What speaks against the chain ending with a page, which is not added yet. */
  against(page: PageFacts, end: Done): Doubt | undefined;
  /** The total of records that was stated last, as it stands there. */
  readonly statedTotal: unknown;
  readonly received: number;
  /** Pages that have come. */
  readonly pages: number;
  /** A key of the pipeline that says whether there is more, and was on no page although another place tells it. */
  readonly misplacedFlag: string | undefined;
  /** All of it, for a later run that goes on behind this page. */
  shown(): Shown;
  /** True where an empty page can only be the end: the total has come, or the page before was a short one. */
  readonly isEndCertain: boolean;
}

export interface EvidenceOptions {
  /** True where the data selector picks some of the records of a page: totals then count others, too. */
  readonly isSelective: boolean;
  /** What an interrupted run had received before. */
  readonly since?: ResumePoint | undefined;
}

// A page that names the next one is read for totals among the first, then now and then: a total stands on the first
// page or on all of them. What the last page says is read at the end in any case.
const FIRST_PAGES = 3;
const READ_EVERY = 16;

/** One per chain of pages. */
export function gatherEvidence(paginator: Paginator, options: EvidenceOptions): Evidence {
  const policy = paginator.ending ?? {};
  const { looksFor, asks } = policy;
  const isCounted = (page: PageFacts) =>
    paginator.isCounted === undefined ? paginator.ahead !== undefined : paginator.isCounted(page);
  const { page: before = 0, shown } = options.since ?? {};
  let received = shown?.received ?? 0;
  let pages = before;
  let largest = shown?.largest ?? 0;
  let lastSize = shown?.size ?? 0;
  let isFound = shown?.isFound ?? false;
  let isAnswered = shown?.isAnswered ?? false;
  let statedTotal: unknown;
  let total: Total | undefined = shown?.total;
  let lastStatement: Statement = shown?.said ?? NOTHING_SAID;

  const read = (page: PageFacts) => {
    const statement = pageStatement(page);
    return { statement, total: totalOf(paginator, page, statement, options) ?? total };
  };
  const isShort = (known: Total | undefined, page: PageFacts): known is Total => {
    if (known === undefined || policy.isTotalHint === true) return false;
    const count = recordCount(page);
    return known.kind === 'records'
      ? known.count > received + count
      : known.count > pages + (count > 0 ? 1 : 0);
  };
  const isNowhereBy = (page: PageFacts) => looksFor !== undefined && !isFound && !looksFor.isOn(page);
  const signsOf = (page: PageFacts, end: Done, statement: Statement, known?: Total): readonly Sign[] => {
    if (statement.isEndSaid || end.isStated === true) return [];
    const isPastTheEnd = isCounted(page) && recordCount(page) === 0;
    const signs = statement.signs.filter((sign) => !isPastTheEnd || sign.kind === 'flag');
    const isNowhere = isNowhereBy(page);
    if (!isNowhere && policy.isAssumed !== true) return signs;
    const near = isNowhere ? lookalike(policy, page) : undefined;
    // A full page is a hint, where the API says nothing of the end itself.
    const isSaid = statement.isNoNextNamed || known !== undefined;
    const full = isSaid ? undefined : (openSearch(page) ?? fullPage(page));
    return [near, ...signs, full].filter((sign) => sign !== undefined);
  };

  return {
    get statedTotal() {
      return statedTotal;
    },
    get received() {
      return received;
    },
    get pages() {
      return pages;
    },
    get misplacedFlag() {
      const { flagPlace } = lastStatement;
      if (asks === undefined || isAnswered || flagPlace === undefined) return undefined;
      return `${asks.key} "${asks.value}" was on no page; did you mean "${flagPlace}"?`;
    },
    get isEndCertain() {
      const isReached =
        total?.kind === 'records' ? received >= total.count : total !== undefined && pages >= total.count;
      const isKnown = policy.isTotalHint !== true && shown?.isEstimated !== true;
      return (isReached && isKnown) || lastSize < largest;
    },
    add(page, isRepeated) {
      if (isCounted(page) || pages < FIRST_PAGES || pages % READ_EVERY === 0) {
        const { statement, total: known } = read(page);
        total = known;
        lastStatement = statement;
      }
      if (!isRepeated) received += recordCount(page);
      pages += 1;
      lastSize = recordCount(page);
      largest = Math.max(largest, lastSize);
      isFound ||= looksFor?.isOn(page) === true;
      isAnswered ||= asks?.isOn(page) === true;
      statedTotal = paginator.total?.(page)?.records ?? statedTotal;
    },
    shown: () => ({ received, largest, size: lastSize, isFound, isAnswered, total, said: lastStatement }),
    against(page, end) {
      if (policy.isUnquestioned === true || !end.isComplete || end.isBorder === true) return undefined;
      const { statement, total: known } = read(page);
      // A refusal says nothing itself: then the page before it has the word.
      const [sign] = signsOf(page, end, page.status >= 400 ? lastStatement : statement, known);
      const came = received + recordCount(page);
      if (policy.isAssumed === true && (sign !== undefined || isShort(known, page))) {
        const words = sign?.words ?? totalWords(known, came);
        return {
          kind: 'sign',
          message: `no paginator is named, and ${words}: records are missing`,
          hint: `name it: "paginator": ${suggestPaginator(sign, known)}; where this is all there is: "paginator": "single_page"`,
        };
      }
      if (sign !== undefined) return doubtOf(sign, isNowhereBy(page));
      if (!isShort(known, page)) return undefined;
      if (isNowhereBy(page)) {
        return {
          kind: 'total',
          message: `${looksFor?.key} "${looksFor?.value}" is on no page, although ${totalWords(known, came)}`,
          hint: `records are missing: correct ${looksFor?.key} by the body that \`penstock check -v\` shows; where the total counts more than this resource gives, say "total": "hint" in the paginator`,
        };
      }
      return {
        kind: 'total',
        message: totalWords(known, came),
        hint: 'records are missing: check the paginator; where the total counts more than this resource gives, say "total": "hint" in the paginator',
      };
    },
  };

  function doubtOf(sign: Sign, isNowhere: boolean): Doubt {
    if (isNowhere) {
      return {
        kind: 'sign',
        message: `${looksFor?.key} "${looksFor?.value}" is on no page, although ${sign.words}`,
        hint: `did you mean "${sign.place}"? For example: "paginator": ${suggestPaginator(sign)}`,
      };
    }
    return {
      kind: 'sign',
      message: `the chain of pages ended, although ${sign.words}`,
      hint: `follow it: "paginator": ${suggestPaginator(sign)}; where it means nothing, say when the end is by stop_condition`,
    };
  }
}

const NOTHING_SAID: Statement = { signs: [], totals: [], isEndSaid: false, isNoNextNamed: false };

/** The total that the pipeline names, else the one that the page states in so many words. */
function totalOf(
  paginator: Paginator,
  page: PageFacts,
  statement: Statement,
  { isSelective }: EvidenceOptions,
): Total | undefined {
  const stated = paginator.total?.(page);
  for (const kind of ['records', 'pages'] as const) {
    const count = countOf(stated?.[kind]);
    if (count !== undefined) return { kind, isHeader: false, place: stated?.place ?? 'total_path', count };
  }
  if (isSelective) return undefined;
  return recordTotal(statement) ?? pageTotal(statement);
}

function totalWords(total: Total | undefined, came: number): string {
  if (total === undefined) return '';
  if (total.kind === 'pages')
    return `the API states ${total.count} ${total.count === 1 ? 'page' : 'pages'} ("${total.place}"), and fewer came`;
  return `the API stated a total of ${total.count}, and ${came} ${came === 1 ? 'record' : 'records'} came ("${total.place}")`;
}
