// The history of one request: every attempt, what it met, how long was waited. It decides on the next one.
import type { ClientPlan } from '../../config/pipeline.ts';
import { TransientError } from '../../core/errors.ts';
import type { Emit } from '../../core/events.ts';
import { type Fault, FaultError } from './fault.ts';
import { addressOf, type OutgoingRequest } from './request.ts';
import type { HttpResponse } from './response.ts';

type Retry = ClientPlan['retry'];

// Up to a fifth on top, so that clients that failed together do not come back together.
const JITTER = 0.2;

export interface AttemptContext {
  readonly resource: string | undefined;
  readonly emit: Emit;
  /** What an answer means; a fault makes it a failed attempt. May throw FaultError for a broken body. */
  readonly judge: (response: HttpResponse) => Fault | undefined;
  /** One attempt, no retries. */
  readonly isTry?: boolean | undefined;
}

export class Attempts {
  readonly request: OutgoingRequest;
  readonly context: AttemptContext;
  readonly signal: AbortSignal;
  count = 0;
  /** When the latest attempt set out, by `performance.now()`. */
  startedAt = 0;
  nextWait = 0;
  readonly #retry: Retry;
  readonly #started = performance.now();
  readonly #history: string[] = [];
  #giveUp: { reason: string; hint: string } | undefined;

  constructor(request: OutgoingRequest, context: AttemptContext, signal: AbortSignal, retry: Retry) {
    this.request = request;
    this.context = context;
    this.signal = signal;
    this.#retry = retry;
  }

  /** Decides after a failed attempt: true after having set `nextWait`, false to give up. */
  shouldRetry(fault: Fault): boolean {
    this.#history.push(fault.status === undefined ? fault.message : `HTTP ${fault.status}`);
    if (!fault.isRetryable || this.signal.aborted || this.context.isTry === true) return false;
    const { max_retries: most, max_wait: longest, total_budget: budget } = this.#retry;
    if (fault.retryAfter !== undefined && fault.retryAfter > longest) {
      const until = returnTime(fault.retryAfter);
      this.#giveUp = {
        reason: `the server asks to wait until ${until}, longer than retry.max_wait (${longest} s)`,
        hint: `run again after ${until}, or raise client.retry.max_wait`,
      };
      return false;
    }
    if (this.count > most) return false;
    const wait = fault.retryAfter ?? this.#backoff();
    const spent = (performance.now() - this.#started) / 1000;
    if (spent + wait > budget) {
      this.#giveUp = {
        reason: `the next wait would pass retry.total_budget (${budget} s)`,
        hint: 'run again later, or raise client.retry.total_budget',
      };
      return false;
    }
    this.nextWait = wait;
    this.#history.push(`waited ${wait.toFixed(1)} s`);
    return true;
  }

  /** The error that ends the request after its last attempt. */
  exhausted(fault: Fault): TransientError {
    const { reason, hint } = this.#giveUp ?? {
      reason: fault.message,
      hint: 'the API may be down or overloaded; run again later',
    };
    const attempts = this.count === 1 ? 'one attempt' : `${this.count} attempts`;
    const { method, url } = this.request;
    return new TransientError(
      `${method} ${addressOf(url)} failed after ${attempts}: ${reason} [${this.#history.join(', ')}]`,
      { hint },
    );
  }

  #backoff(): number {
    const { initial_wait: first, backoff_factor: factor, max_wait: longest } = this.#retry;
    const wait = Math.min(first * factor ** (this.count - 1), longest);
    return wait * (1 + JITTER * Math.random());
  }
}

function returnTime(seconds: number): string {
  const date = new Date(Date.now() + Math.min(seconds, 8e12) * 1000);
  return Number.isNaN(date.getTime()) ? 'the far future' : date.toISOString();
}

export function faultOf(error: unknown): Fault | undefined {
  if (error instanceof FaultError) return error.fault;
  return error instanceof Error && error.cause instanceof FaultError ? error.cause.fault : undefined;
}
