// The one judgement of an answer: what response_actions, its status, its headers and its body make of it.
import type { ResponseAction } from '../../config/response-actions.ts';
import { LongList } from '../bodies/long-list.ts';
import type { Answer } from './answer.ts';
import { type ChosenAction, compileActions } from './response-actions.ts';
import { graphqlErrors } from './server-words.ts';
import { statusFailure } from './status-failure.ts';
import { Fault, type Retry, type Verdict } from './verdict.ts';
import { isLimitUsedUp, limitReset, waitAsked } from './waits.ts';

export type Judge = (answer: Answer) => Verdict;

export interface JudgeOptions {
  /** client.retry.statuses; undefined for the default. */
  readonly retryStatuses: readonly number[] | undefined;
  readonly actions: readonly ResponseAction[];
  /** Whether a refused request may be sent again with other credentials. */
  readonly canRenew: boolean;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PERMANENT_5XX = new Set([501, 505, 511]);
const BRIEF_4XX = new Set([408, 425, 429]);

export function createJudge({ retryStatuses, actions, canRenew }: JudgeOptions): Judge {
  const choose = compileActions(actions);
  const isRetried = retryRule(retryStatuses);
  const judge = (answer: Answer): Verdict => {
    const { status, headers } = answer;
    const action = choose(answer);
    if (action !== undefined) return actionVerdict(action, answer, canRenew);
    if (isRetried(status)) return refusedForNow(answer);
    // GitHub and others refuse by 403 in place of 429.
    if (status === 403 && isLimitUsedUp(headers, answer.limitNames)) return rateLimited(answer);
    if (status === 401) return { kind: canRenew ? 'renew' : 'refused' };
    if (REDIRECTS.has(status) && headers.location !== undefined) {
      return { kind: 'moved', location: headers.location };
    }
    if (status < 200 || status >= 300) return statusFailure(answer);
    return pageVerdict(answer);
  };
  return (answer) => {
    try {
      return judge(answer);
    } catch (error) {
      if (error instanceof Fault) return error.verdict;
      throw error;
    }
  };
}

/** Judges only what the retry rules say: for an endpoint whose every other answer is an answer. */
export function createRetryJudge(retryStatuses: readonly number[] | undefined): Judge {
  const isRetried = retryRule(retryStatuses);
  return (answer) => {
    return isRetried(answer.status) ? refusedForNow(answer) : { kind: 'page', body: undefined };
  };
}

function retryRule(statuses: readonly number[] | undefined): (status: number) => boolean {
  if (statuses === undefined) {
    return (status) => BRIEF_4XX.has(status) || (status >= 500 && !PERMANENT_5XX.has(status));
  }
  const named = new Set(statuses);
  return (status) => named.has(status);
}

function actionVerdict(action: ChosenAction, answer: Answer, canRenew: boolean): Verdict {
  const { status } = answer;
  switch (action.action) {
    case 'ignore':
      return { kind: 'ignored', message: action.message };
    case 'end':
      return { kind: 'ended' };
    case 'refresh_token':
      return { kind: canRenew ? 'renew' : 'refused' };
    case 'retry':
      return retry(answer, action.message ?? `HTTP ${status}, which response_actions says to retry`);
    case 'fail': {
      const reason = action.message ?? 'response_actions says to fail';
      return { kind: 'failed', reason: `${reason} (HTTP ${status})` };
    }
  }
}

function pageVerdict(answer: Answer): Verdict {
  const { status } = answer;
  if (status === 204) return { kind: 'page', body: undefined };
  if (status === 202) {
    const hint = 'the API is still preparing the answer; run again later, or raise client.retry';
    return retry(answer, 'HTTP 202, not ready yet', hint);
  }
  const body = answer.body();
  if (body === undefined) {
    const hint = 'an API with no records says so by an empty list or HTTP 204; run again later';
    return retry(answer, `HTTP ${status} without a body`, hint);
  }
  const errors = graphqlErrors(body instanceof LongList ? body.body : body);
  if (errors !== undefined) {
    const hint = 'correct the query, or say in response_actions what this answer means';
    return { kind: 'failed', reason: `the answer holds errors: ${errors}`, hint };
  }
  return { kind: 'page', body };
}

function retry(answer: Answer, reason: string, hint?: string): Retry {
  const { status, headers, limitNames } = answer;
  const strain = status === 503 ? 'overload' : undefined;
  return { kind: 'retry', reason, status, after: waitAsked(headers, limitNames), strain, hint };
}

function refusedForNow(answer: Answer): Retry {
  return answer.status === 429 ? rateLimited(answer) : retry(answer, `HTTP ${answer.status}`);
}

function rateLimited({ status, headers, limitNames }: Answer): Retry {
  return {
    kind: 'retry',
    reason: status === 429 ? 'HTTP 429' : `HTTP ${status}, the rate limit is used up`,
    status,
    after: waitAsked(headers, limitNames) ?? limitReset(headers, limitNames),
    strain: 'rate limit',
  };
}
