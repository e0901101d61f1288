// The pages of one chain, each judged as it comes: a doubtful one is asked for once more, then it fails or goes on.

import type { PageName } from '../config/step.ts';
import type { PenstockError } from '../core/errors.ts';
import { SourceError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import type { ResumePoint } from '../core/resume-point.ts';
import { BLANK, EMPTY, HOLE, REPEAT } from './doubts.ts';
import { type Doubt, type Evidence, gatherEvidence } from './evidence/gather.ts';
import { firstPosition } from './first-page.ts';
import type { PageAnswer, Requester } from './http/client.ts';
import type { OutgoingRequest } from './http/request.ts';
import {
  isDone,
  type Next,
  type PageFacts,
  type PageRequest,
  type Paginator,
} from './paginators/contract.ts';
import type { Partition } from './partitions/contract.ts';
import { getsNowhere, guardProgress, type ProgressGuard } from './progress-guard.ts';
import { endByRefusal, messageOfIgnored, readPage, type Turn } from './read-page.ts';
import type { Selection } from './select-records.ts';
import { openWindow, type Window } from './window.ts';

export interface Chain {
  readonly resource: string;
  readonly partition: Partition;
  readonly paginator: Paginator;
  readonly requester: Requester;
  readonly build: (request: PageRequest) => OutgoingRequest;
  readonly select: (body: unknown) => Selection;
  /** What processing steps look at beside the records. */
  readonly lookedAt: readonly PageName[];
  /** True where the data selector picks some of the records of a page. */
  readonly isSelective: boolean;
  /** True where records whose key came before are dropped. */
  readonly isDeduplicated: boolean;
  readonly emit: Emit;
  /** Told of answers that are ignored, in place of `emit`. */
  readonly tellIgnored?: Emit;
  /** Whether pages that can be counted may be asked for ahead of their turn; asked anew for each page. */
  readonly isWindowed: () => boolean;
  /** Ends its requests. */
  readonly signal: AbortSignal;
}

/** A turn with what is left of the doubt in it. */
interface Settled {
  readonly turn: Turn;
  /** Thrown when the page has been handed on. */
  readonly failure?: PenstockError | undefined;
}

export interface ChainReader {
  readonly guard: ProgressGuard;
  readonly evidence: Evidence;
  readonly window: Window;
  first(): Promise<Next['position']>;
  /** The page of a step; a doubtful one is asked for once more. */
  read(step: Next, index: number): Promise<Settled>;
}

/** @param since where an interrupted run had come to: what it had received counts as evidence, too */
export function readChain(chain: Chain, since?: ResumePoint): ChainReader {
  const { paginator, select } = chain;
  const evidence = gatherEvidence(paginator, { isSelective: chain.isSelective, since });
  const guard = guardProgress(paginator.ending, () => evidence.misplacedFlag);
  const recordsOf = (answer: PageAnswer) => recordsOrNone(answer, select);
  const window = openWindow({
    paginator,
    ask: (position, options) =>
      chain.requester.fetch(chain.build(paginator.request(position)), {
        ...options,
        partition: chain.partition.key || undefined,
      }),
    isFilled: (answer) => recordsOf(answer).length > 0,
    isWide: chain.isWindowed,
    signal: chain.signal,
  });
  // Of the page before, where it was written by an earlier run, only the number is known; nothing else is looked at.
  let last: Pick<PageFacts, 'records' | 'earlier'> = {
    records: Array.from({ length: since?.shown.size ?? 0 }),
  };

  const turnOf = async (step: Next, index: number, asked: Promise<PageAnswer>): Promise<Turn> => {
    try {
      const answer = await asked;
      const turn = readPage(paginator, step, index, answer, select);
      if (turn.isIgnored && (index === 1 || !isDone(turn.next))) {
        const message = `page ${index}: ${messageOfIgnored(answer)}`;
        // What leaves a resource without a single record is said under -q, too.
        const kind = index === 1 && isDone(turn.next) ? 'notice' : 'warning';
        (chain.tellIgnored ?? chain.emit)({ kind, resource: chain.resource, message });
      }
      return turn;
    } catch (error) {
      const end = evidence.received === 0 ? undefined : endByRefusal(paginator, step, index, error);
      if (end === undefined) throw error;
      return end;
    }
  };
  /** The page after an empty one, were the empty one as full as the last. */
  const pageBehind = (page: PageFacts) => paginator.ahead?.({ ...page, ...last }, 0);

  const doubtOf = (step: Next, turn: Turn): Doubt | undefined => {
    const { page, next, isIgnored } = turn;
    // Records that are inserted meanwhile push whole pages on; where keys that came before are dropped, that is fine.
    if (!chain.isDeduplicated && guard.isRepeated(page.records)) return REPEAT;
    if (!isDone(next) || !next.isComplete || next.isBorder === true) return undefined;
    // What response_actions says to ignore is no evidence of anything; a page that can be counted may come behind it.
    if (isIgnored) {
      const isEnd = evidence.received === 0 || evidence.isEndCertain || next.isStated === true;
      return isEnd || paginator.ahead === undefined ? undefined : EMPTY;
    }
    const doubt = evidence.against(page, next);
    if (doubt !== undefined || page.records.length > 0 || page.index === 1 || next.isStated === true)
      return doubt;
    if (step.isPromised === true) return BLANK;
    return evidence.received === 0 || evidence.isEndCertain ? undefined : EMPTY;
  };
  const behind = async (page: PageFacts): Promise<PageAnswer | undefined> => {
    const position = pageBehind(page);
    return position === undefined ? undefined : window.peek(position);
  };
  const holeAt = async (page: PageFacts): Promise<Doubt | undefined> => {
    const answer = await behind(page);
    return answer === undefined || recordsOf(answer).length === 0 ? undefined : HOLE;
  };

  /** Past an empty page, where there is reason to think that more come behind it. */
  const goOn = (turn: Turn): Next | undefined => {
    if (!(turn.isEmptyList || turn.isIgnored) || paginator.ahead === undefined) return undefined;
    if (guard.emptyPages + 1 >= (paginator.ending?.maximumEmptyPages ?? 10)) return undefined;
    const position = pageBehind(turn.page);
    return position === undefined ? undefined : { position };
  };

  const settle = (turn: Turn, doubt: Doubt | undefined): Settled => {
    const isAnswered = turn.isEmptyList || paginator.ending?.looksFor?.isOn(turn.page) === true;
    if (doubt === undefined || (doubt.kind === 'blank' && isAnswered)) return { turn };
    if (doubt.kind === 'repeat')
      throw getsNowhere(doubt.message, paginator.ending ?? {}, evidence.misplacedFlag);
    const onward = goOn(turn);
    if (onward !== undefined) {
      if (turn.isIgnored && isDone(turn.next))
        chain.emit({
          kind: 'warning',
          resource: chain.resource,
          message: `page ${turn.page.index} was ignored, and the one behind it holds records`,
        });
      return { turn: { ...turn, next: onward } };
    }
    const failure = new SourceError(doubt.message, { hint: doubt.hint, cause: turn.refusal });
    // What was refused is of interest where the pipeline asked for it.
    const isOwn = turn.refusal !== undefined && paginator.ending?.isAssumed !== true;
    return { turn, failure: isOwn ? turn.refusal : failure };
  };

  return {
    guard,
    evidence,
    window,
    first: () => firstPosition(paginator, window, recordsOf),
    async read(step, index) {
      let turn = await turnOf(step, index, window.take(step.position, index));
      let doubt = doubtOf(step, turn);
      // An old page in place of a new one, or one that new records pushed on: the second answer may tell.
      const isOld = chain.isDeduplicated && guard.isRepeated(turn.page.records);
      const isAskedAgain =
        isOld ||
        (doubt !== undefined && guard.emptyPages === 0 && turn.refusal === undefined && !turn.isIgnored);
      if (isAskedAgain) {
        // The page behind is wanted next; it comes meanwhile.
        if (doubt?.kind === 'empty' && evidence.pages !== TOO_DEAR) void behind(turn.page);
        turn = await turnOf(step, index, window.again(step.position, index));
        doubt = doubtOf(step, turn);
      }
      const isLookedBehind = doubt?.kind === 'empty' && !(isAskedAgain && evidence.pages === TOO_DEAR);
      if (doubt?.kind === 'empty') doubt = isLookedBehind ? await holeAt(turn.page) : undefined;
      if (isOld && guard.isRepeated(turn.page.records)) {
        const message = `page ${index} holds the records of an earlier page; where none were added meanwhile, others may be missing`;
        chain.emit({ kind: 'warning', resource: chain.resource, message });
      }
      if (turn.page.records.length > 0)
        last = { records: turn.page.records, earlier: turn.page.earlier ?? 0 };
      return settle(turn, doubt);
    },
  };
}

// An API of so many pages costs two requests more at most, so that only one of the two checks is made.
const TOO_DEAR = 5;

// A page that is only looked at may be anything.
function recordsOrNone(answer: PageAnswer, select: Chain['select']): readonly unknown[] {
  if (answer.body === undefined) return [];
  try {
    return select(answer.body).records;
  } catch {
    return [];
  }
}
