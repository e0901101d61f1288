// One partition as a stream of pages: ask, check, hand on. Whoever takes a page early lets the next request set out.
import type { Page } from '../core/batch.ts';
import { PenstockError, SourceError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import type { PageAnswer, Requester } from './http/client.ts';
import type { OutgoingRequest } from './http/request.ts';
import { moreThanOnePage } from './more-than-one-page.ts';
import {
  type Done,
  done,
  isDone,
  type Next,
  type PageFacts,
  type PageRequest,
  type Paginator,
  type Position,
} from './paginators/contract.ts';
import type { Partition } from './partitions/contract.ts';
import { guardProgress } from './progress-guard.ts';
import { noWindow, pageWindow } from './window.ts';

/** What a chain of pages adds to the report. */
export interface ChainReport {
  /** False when a configured maximum ended it. */
  isComplete: boolean;
  /** The total the API stated last, as it stood there. */
  statedTotal: unknown;
  /** Answers that response_actions said to ignore. */
  ignored: number;
  received: number;
}

export interface Chain {
  readonly resource: string;
  readonly partition: Partition;
  readonly paginator: Paginator;
  /** False when single_page is only assumed. */
  readonly isPaginatorChosen: boolean;
  readonly requester: Requester;
  readonly build: (request: PageRequest) => OutgoingRequest;
  readonly select: (body: unknown) => readonly unknown[];
  readonly emit: Emit;
  /** Whether pages that can be counted may be asked for ahead of their turn. */
  readonly isWindowed: boolean;
  /** Ends its requests. */
  readonly signal: AbortSignal;
}

/**
 * Yields the pages of one partition in the API's order.
 * @param report filled in while the chain runs
 * @throws PenstockError that names the page
 */
export async function* pages(chain: Chain, report: ChainReport): AsyncGenerator<Page, void, undefined> {
  const { paginator, partition } = chain;
  const guard = guardProgress();
  const ask = (position: Position, signal: AbortSignal) =>
    chain.requester.fetch(chain.build(paginator.request(position)), { signal });
  const isWindowed = chain.isWindowed && paginator.ahead !== undefined;
  const window = isWindowed ? pageWindow(paginator, ask, chain.signal) : noWindow(ask, chain.signal);
  let request: Next = { position: paginator.start };
  let index = 1;

  try {
    for (; ; index += 1) {
      guard.ask(request.position);
      const answer = await window.take(request.position);
      const facts = readPage(chain, request, answer, index);
      const next = decideNext(chain, request, facts, answer);
      note(report, chain, facts, answer, next);
      if (!isDone(next)) {
        guard.receive(facts.records);
        window.fill(facts, next.position, answer.size);
      }
      chain.emit({
        kind: 'page',
        resource: chain.resource,
        partition: partition.key || undefined,
        page: index,
        records: facts.records.length,
      });
      yield {
        resource: chain.resource,
        partition: partition.key,
        page: index,
        position: isDone(next) ? undefined : next.position,
        records: facts.records,
        recordFields: partition.recordFields,
      };
      if (isDone(next)) return;
      request = next;
    }
  } catch (error) {
    throw located(error, chain, index);
  } finally {
    window.close();
  }
}

function readPage(chain: Chain, request: Next, answer: PageAnswer, index: number): PageFacts {
  const { url, status, headers, ignored, body } = answer;
  const facts = { position: request.position, index, url: url.href, status, headers };
  if (ignored !== undefined) return { ...facts, body: null, records: [] };
  if (body === undefined) {
    if (request.isPromised !== true) return { ...facts, body, records: [] };
    throw new SourceError(`HTTP ${status} without a body, though the page before said that there is more`);
  }
  return { ...facts, body, records: chain.select(body) };
}

function decideNext(chain: Chain, request: Next, facts: PageFacts, answer: PageAnswer): Next | Done {
  if (facts.body === undefined) return done;
  const next = chain.paginator.next(facts);
  if (answer.ignored === undefined || facts.index === 1) return next;
  const what = answer.ignored.message ?? `HTTP ${answer.status} was ignored by response_actions`;
  const isEnd = isDone(next);
  if (isEnd && request.isPromised === true) {
    throw new SourceError(
      `${what}, but the page before said that there is more, and only this page could name the next`,
    );
  }
  const warning = `page ${facts.index}: ${what}${isEnd ? '; the chain ended there' : ''}`;
  if (isEnd) return { ...next, warning };
  chain.emit({ kind: 'warning', resource: chain.resource, message: warning });
  return next;
}

function note(
  report: ChainReport,
  chain: Chain,
  facts: PageFacts,
  answer: PageAnswer,
  next: Next | Done,
): void {
  report.received += facts.records.length;
  if (answer.ignored !== undefined) report.ignored += 1;
  const total = chain.paginator.total?.(facts)?.records;
  if (total !== undefined && total !== null) report.statedTotal = total;
  if (!isDone(next)) return;
  if (!next.isComplete) report.isComplete = false;
  const more = chain.isPaginatorChosen
    ? undefined
    : moreThanOnePage(facts.body, facts.headers, facts.records.length);
  for (const message of [next.warning, more]) {
    if (message !== undefined) chain.emit({ kind: 'warning', resource: chain.resource, message });
  }
}

function located(error: unknown, chain: Chain, page: number): unknown {
  if (!(error instanceof PenstockError)) return error;
  const partition = chain.partition.key;
  return error.locate({ resource: chain.resource, page, ...(partition === '' ? {} : { partition }) });
}
