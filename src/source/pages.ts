// One partition as a stream of pages: ask, check, hand on. Whoever takes a page early lets the next request set out.
import type { Page, PageContext } from '../core/batch.ts';
import { HttpStatusError, PenstockError, SourceError } from '../core/errors.ts';
import type { ResumePoint, Shown } from '../core/resume-point.ts';
import type { LongList } from './bodies/long-list.ts';
import { type Chain, readChain } from './chain-reader.ts';
import type { Evidence } from './evidence/gather.ts';
import { isDone, type Next, type PageFacts, type Position, recordCount } from './paginators/contract.ts';
import type { Turn } from './read-page.ts';

/** What a chain of pages adds to the report. */
export interface ChainReport {
  /** False when a configured maximum ended it. */
  isComplete: boolean;
  /** The total the API stated last, as it stood there. */
  statedTotal: unknown;
  /** Answers that response_actions said to ignore. */
  ignored: number;
  /** Records of the parent that lack the value to read by, where on_missing says to skip them. */
  skipped: number;
}

/**
 * Yields the pages of one partition in the API's order.
 * @param report filled in while the chain runs
 * @param since where an interrupted run had come to
 * @throws PenstockError that names the page
 */
export async function* pages(
  chain: Chain,
  report: ChainReport,
  since?: ResumePoint,
): AsyncGenerator<Page, void, undefined> {
  const reader = readChain(chain, since);
  const { guard, evidence, window } = reader;
  let index = 1 + (since?.page ?? 0);
  try {
    let step: Next = since === undefined ? { position: await reader.first() } : stepBehind(since);
    for (; ; index += 1) {
      guard.ask(step.position);
      const { turn, failure } = await reader.read(step, index);
      const { page, next } = turn;
      evidence.add(page, guard.isRepeated(page.records));
      if (since !== undefined && index === since.page + 1) refuseShrunk(since, evidence.shown(), chain);
      note(report, chain, turn, evidence);
      if (!isDone(next)) {
        guard.receive(page.records);
        window.fill(page, next.position, turn.size);
      }
      const { key, recordFields } = chain.partition;
      const { resource } = chain;
      const { records } = page;
      chain.emit({
        kind: 'page',
        resource,
        partition: key || undefined,
        page: index,
        records: recordCount(page),
      });
      const position = isDone(next) ? undefined : next.position;
      const context = contextOf(chain, page);
      const shown = evidence.shown();
      const isPromised = isDone(next) ? undefined : next.isPromised;
      const origin = { resource, partition: key, page: index, isPromised, shown };
      const doubt = failure === undefined ? undefined : { isPart: true };
      const common = { ...origin, recordFields, ...doubt, ...(context && { context }) };
      if (turn.long === undefined) yield { ...common, position, records };
      else yield* partsOf(turn.long, { ...common, position }, page.position);
      if (failure !== undefined) throw failure;
      if (isDone(next)) return;
      step = next;
    }
  } catch (error) {
    throw located(since !== undefined && index === since.page + 1 ? lost(error, chain) : error, chain, index);
  } finally {
    window.close();
  }
}

function stepBehind({ position, isPromised }: ResumePoint): Next {
  return isPromised === undefined ? { position } : { position, isPromised };
}

/** What a step may look at; nothing is held that none names. */
function contextOf({ lookedAt, partition }: Chain, page: PageFacts): PageContext | undefined {
  if (lookedAt.length === 0) return undefined;
  return {
    response: lookedAt.includes('response') ? page.body : undefined,
    headers: page.headers,
    status: page.status,
    partition: partition.values ?? {},
    parent: partition.parent,
  };
}

/**
 * A long page list by list.
 * @param again its own position, from which a later run goes on behind any list but the last
 */
async function* partsOf(
  long: LongList,
  page: Omit<Page, 'records'>,
  again: Position,
): AsyncGenerator<Page, void, undefined> {
  let left = long.count;
  try {
    for await (const records of long.lists()) {
      left -= records.length;
      if (left > 0) yield { ...page, position: again, isPart: true, records };
      else yield { ...page, records };
    }
  } finally {
    await long.dispose();
  }
}

function note(report: ChainReport, chain: Chain, turn: Turn, evidence: Evidence): void {
  if (turn.isIgnored) report.ignored += 1;
  if (evidence.statedTotal !== undefined && evidence.statedTotal !== null)
    report.statedTotal = evidence.statedTotal;
  if (!isDone(turn.next)) return;
  if (!turn.next.isComplete) report.isComplete = false;
  for (const message of [turn.next.warning, evidence.misplacedFlag]) {
    if (message !== undefined) chain.emit({ kind: 'warning', resource: chain.resource, message });
  }
}

// How APIs say that a position is none of theirs any more.
const NOT_TAKEN = new Set([400, 404, 410, 416, 422]);

/** A position that was good when the run was interrupted; a counted page is one at any time. */
function lost(error: unknown, { paginator }: Chain): unknown {
  if (!(error instanceof HttpStatusError) || !NOT_TAKEN.has(error.status)) return error;
  if (paginator.ahead !== undefined) return error;
  return new SourceError(`the API no longer takes the position to go on from: ${error.message}`, {
    cause: error,
    hint: 'run again without --resume: what was kept is left out, and everything is read anew',
  });
}

/** Where records have gone meanwhile, those behind them have moved up, past the position to go on from. */
function refuseShrunk(
  { shown: { total: before } }: ResumePoint,
  { total: now }: Shown,
  { paginator }: Chain,
): void {
  if (paginator.ahead === undefined || before?.kind !== 'records' || now?.kind !== 'records') return;
  if (now.count >= before.count) return;
  throw new SourceError(
    `the API states ${now.count} records, and stated ${before.count} before the interruption: what it counts pages by has moved`,
    { hint: 'run again without --resume: what was kept is left out, and everything is read anew' },
  );
}

function located(error: unknown, chain: Chain, page: number): unknown {
  if (!(error instanceof PenstockError)) return error;
  const partition = chain.partition.key;
  return error.locate({ resource: chain.resource, page, ...(partition === '' ? {} : { partition }) });
}
