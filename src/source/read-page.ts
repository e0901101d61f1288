// An answer as a page: its records, and where the chain goes on by its own rule.
import { HttpStatusError, SourceError } from '../core/errors.ts';
import type { LongList } from './bodies/long-list.ts';
import type { PageAnswer } from './http/client.ts';
import { statedFailure } from './http/server-words.ts';
import { type Done, done, isDone, type Next, type PageFacts, type Paginator } from './paginators/contract.ts';
import type { Selection } from './select-records.ts';

/** What one request for a page came to. */
export interface Turn {
  readonly page: PageFacts;
  readonly next: Next | Done;
  /** Bytes of the answer. */
  readonly size: number;
  /** True where response_actions takes the answer for an empty page. */
  readonly isIgnored: boolean;
  /** True where the page is a list without entries, not an answer that lacks one. */
  readonly isEmptyList: boolean;
  /** Set where the page has more records than are held at once. */
  readonly long?: LongList | undefined;
  /** Set when an error of HTTP is taken for the end of counted pages. */
  readonly refusal?: HttpStatusError;
}

// How APIs say that they have no such page.
const NO_SUCH_PAGE = new Set([400, 404, 416, 422]);

/**
 * @param step how the page was arrived at
 * @param select takes the records from a body
 * @throws SourceError when the answer breaks what was promised, or the page contradicts itself
 */
export function readPage(
  paginator: Paginator,
  step: Next,
  index: number,
  answer: PageAnswer,
  select: (body: unknown) => Selection,
): Turn {
  const { url, status, headers, body, size } = answer;
  const facts = { position: step.position, index, url: url.href, status, headers };
  const isIgnored = answer.ignored !== undefined;
  if (isIgnored) {
    const page = { ...facts, body: null, records: [] };
    return { page, next: nextOfIgnored(paginator, step, page, answer), size, isIgnored, isEmptyList: false };
  }
  if (answer.isEnd === true) {
    const page = { ...facts, body: null, records: [] };
    return { page, next: { ...done, isStated: true }, size, isIgnored, isEmptyList: true };
  }
  if (body === undefined) {
    if (step.isPromised === true) {
      throw new SourceError(`HTTP ${status} without a body, though the page before said that there is more`);
    }
    return { page: { ...facts, body, records: [] }, next: done, size, isIgnored, isEmptyList: false };
  }
  const { records, isList, long } = select(body);
  const failure = records.length === 0 ? statedFailure(body) : undefined;
  if (failure !== undefined) {
    throw new SourceError(`HTTP ${status}, but ${failure}`, {
      hint: 'correct the request, or say in response_actions what this answer means',
    });
  }
  const held = long === undefined ? { body } : { body: long.body, earlier: long.count - records.length };
  const page = { ...facts, ...held, records };
  const next = paginator.next(page);
  if (isDone(next) && next.isPast === true) {
    return { page: { ...page, records: [] }, next, size, isIgnored, isEmptyList: true };
  }
  const isEmptyList = isList && records.length === 0;
  return { page, next, size, isIgnored, isEmptyList, long };
}

function nextOfIgnored(paginator: Paginator, step: Next, page: PageFacts, answer: PageAnswer): Next | Done {
  const next = paginator.next(page);
  if (page.index === 1 || !isDone(next)) return next;
  const what = messageOfIgnored(answer);
  if (step.isPromised === true) {
    throw new SourceError(
      `${what}, but the page before said that there is more, and only this page could name the next`,
    );
  }
  return { ...next, warning: `page ${page.index}: ${what}; the chain ended there` };
}

export function messageOfIgnored({ ignored, status }: PageAnswer): string {
  return ignored?.message ?? `HTTP ${status} was ignored by response_actions`;
}

/** Takes an error for the end, where counted pages were asked for past it; undefined where it is a fault. */
export function endByRefusal(
  paginator: Paginator,
  step: Next,
  index: number,
  error: unknown,
): Turn | undefined {
  if (!(error instanceof HttpStatusError) || !NO_SUCH_PAGE.has(error.status)) return undefined;
  if (paginator.ahead === undefined || step.isPromised === true || index === 1) return undefined;
  const page = {
    position: step.position,
    index,
    url: 'http://localhost/',
    status: error.status,
    headers: {},
    body: undefined,
    records: [],
  };
  return { page, next: done, size: 0, isIgnored: false, isEmptyList: false, refusal: error };
}
