// How axios-retry goes about one request: whether another attempt is made, after which wait, and the error at the end.
import type { AxiosError } from 'axios';
import type { IAxiosRetryConfigExtended } from 'axios-retry';
import type { ClientPlan } from '../../config/pipeline.ts';
import { TransientError } from '../../core/errors.ts';
import { LONGEST_TIMER_MS, sleep } from '../../core/time.ts';
import { addressOf, type OutgoingRequest } from './request.ts';
import type { Retry } from './verdict.ts';

// Up to a fifth on top, so that clients that failed together do not come back together.
const JITTER = 0.2;

export interface RetryEvents {
  /** Called before each wait. */
  onRetry(verdict: Retry, waitSeconds: number): void;
  readonly signal: AbortSignal;
}

export interface Retries {
  /** For the request's config. */
  readonly options: IAxiosRetryConfigExtended;
  /** The error that ends the request after its last attempt. */
  exhausted(last: Retry): TransientError;
}

/**
 * @param verdictOf tells what the attempt met; undefined for a failure that no attempt mends
 * @param isTry one attempt, no retries
 */
export function planRetries(
  request: OutgoingRequest,
  settings: ClientPlan['retry'],
  verdictOf: (error: AxiosError) => Retry | undefined,
  { onRetry, signal }: RetryEvents,
  isTry: boolean,
): Retries {
  const { initial_wait: first, backoff_factor: factor, max_wait: longest, total_budget: total } = settings;
  const { rate_limit_budget: rateLimitBudget } = settings;
  const started = performance.now();
  const history: string[] = [];
  let refusedSince: number | undefined;
  let attempts = 1;
  let wait = 0;
  let end: { reason: string; hint: string } | undefined;

  const decide = (verdict: Retry): boolean => {
    if (signal.aborted) return false;
    const { after } = verdict;
    if (after !== undefined && after > longest) {
      const until = returnTime(after);
      const reason = `the server asks to wait until ${until}, longer than retry.max_wait (${longest} s)`;
      end = { reason, hint: `run again after ${until}, or raise client.retry.max_wait` };
      return false;
    }
    wait = after ?? Math.min(first * factor ** (attempts - 1), longest) * (1 + JITTER * Math.random());
    const now = performance.now();
    if (isWaitedOut(verdict)) {
      refusedSince ??= now;
      return (now - refusedSince) / 1000 + wait <= rateLimitBudget;
    }
    refusedSince = undefined;
    if ((now - started) / 1000 + wait <= total) return true;
    const reason = `the next wait would pass retry.total_budget (${total} s)`;
    end = { reason, hint: 'run again later, or raise client.retry.total_budget' };
    return false;
  };
  const isWaitedOut = (verdict: Retry) => verdict.strain === 'rate limit' && rateLimitBudget > 0;

  return {
    options: {
      retries: isTry ? 0 : settings.max_retries,
      shouldResetTimeout: true,
      retryCondition(error) {
        const verdict = verdictOf(error);
        return verdict !== undefined && decide(verdict);
      },
      retryDelay: () => Math.min(wait * 1000, LONGEST_TIMER_MS),
      async onRetry(count, error, config) {
        const verdict = verdictOf(error);
        if (verdict === undefined) return;
        attempts += 1;
        history.push(metBy(verdict), `waited ${wait.toFixed(1)} s`);
        // A rate limit that is waited out within its own budget is not one of the retries.
        if (isWaitedOut(verdict)) config['axios-retry'] = { ...config['axios-retry'], retryCount: count - 1 };
        onRetry(verdict, wait);
        // Beyond what a timer can hold, only the rest is left to axios-retry.
        await sleep(Math.max(0, wait - LONGEST_TIMER_MS / 1000), signal).catch(() => {});
      },
    },
    exhausted(last) {
      const times = attempts === 1 ? 'one attempt' : `${attempts} attempts`;
      const what = `${request.method} ${addressOf(request.url)} failed after ${times}`;
      const trail = [...history, metBy(last)].join(', ');
      const hint = end?.hint ?? hintOf(last, rateLimitBudget);
      return new TransientError(`${what}: ${end?.reason ?? last.reason} [${trail}]`, { hint });
    },
  };
}

function metBy({ status, reason }: Retry): string {
  const isOk = status === undefined || (status >= 200 && status < 300);
  return isOk ? reason : `HTTP ${status}`;
}

function hintOf(last: Retry, rateLimitBudget: number): string {
  if (last.hint !== undefined) return last.hint;
  if (last.strain !== 'rate limit') return 'the API may be down or overloaded; run again later';
  return rateLimitBudget > 0
    ? `run again later, or raise client.retry.rate_limit_budget (${rateLimitBudget} s)`
    : 'lower client.rate_limit or client.concurrency, or let it be waited out by client.retry.rate_limit_budget (seconds)';
}

function returnTime(seconds: number): string {
  const date = new Date(Date.now() + Math.min(seconds, 8e12) * 1000);
  return Number.isNaN(date.getTime()) ? 'the far future' : date.toISOString();
}
