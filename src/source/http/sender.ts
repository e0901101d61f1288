// One resource's axios: undici as its adapter, the gate and the credentials on the way out, the judge on the way in,
// axios-retry behind it.
import axios, {
  type AxiosAdapter,
  AxiosError,
  AxiosHeaders,
  type AxiosInstance,
  type AxiosRequestConfig,
  type AxiosResponse,
} from 'axios';
import axiosRetry from 'axios-retry';
import type { ClientPlan } from '../../config/pipeline.ts';
import { maskQuery } from '../../core/credentials.ts';
import type { Emit } from '../../core/events.ts';
import { type Answer, createAnswer } from './answer.ts';
import { openCutBody } from './cut-body.ts';
import type { Judge } from './judge.ts';
import { laneNames } from './lane.ts';
import { openLongBody } from './long-body.ts';
import type { Reading } from './reading.ts';
import { watchForRepeatedKeys } from './repeated-keys.ts';
import { addressOf, checkHeaders, type OutgoingRequest } from './request.ts';
import { planRetries } from './retries.ts';
import type { Place, Throttle } from './throttle.ts';
import type { Transport } from './transport.ts';
import { type Failed, Fault, type Retry, type Verdict } from './verdict.ts';
import { isLimitUsedUp, limitReset } from './waits.ts';

export interface SenderOptions {
  readonly transport: Transport;
  readonly throttle: Throttle;
  readonly retry: ClientPlan['retry'];
  readonly reading: Reading;
  readonly emit: Emit;
  readonly resource: string | undefined;
  readonly judge: Judge;
  /** Lays on the credentials, or refuses the address. */
  sign(request: OutgoingRequest): OutgoingRequest | Promise<OutgoingRequest>;
}

interface Judged {
  /** Never one that another attempt is for. */
  readonly verdict: Exclude<Verdict, Retry>;
  /** Undefined where none came. */
  readonly answer: Answer | undefined;
}

/** What came of a request. */
export interface Outcome extends Judged {
  /** The request as it was signed for its last attempt. */
  readonly sent: OutgoingRequest;
}

export interface FetchOptions {
  /** Ends the request. */
  readonly signal: AbortSignal;
  /** One attempt, whatever comes of it: for a page that nobody has promised. */
  readonly isTry?: boolean | undefined;
  /** What it is asked for, as far as that is known: for the log. */
  readonly partition?: string | undefined;
  readonly page?: number | undefined;
}

/** @throws TransientError after the last attempt; PenstockError of an auth; the signal's reason */
export type Send = (request: OutgoingRequest, options: FetchOptions) => Promise<Outcome>;

/** One request through its attempts. Each is signed anew, from the request as it was before. */
class Exchange {
  readonly request: OutgoingRequest;
  readonly options: FetchOptions;
  sent: OutgoingRequest;
  place: Place | undefined;
  attempt = 0;
  startedAt = 0;

  constructor(request: OutgoingRequest, options: FetchOptions) {
    this.request = request;
    this.sent = request;
    this.options = options;
  }
}

declare module 'axios' {
  interface AxiosRequestConfig {
    exchange?: Exchange;
  }
}

/** What an attempt met, with the config that axios-retry repeats it by. */
class AttemptError extends AxiosError {
  readonly verdict: Retry | Failed;

  constructor(verdict: Retry | Failed, config: AxiosError['config']) {
    super(verdict.reason, undefined, config);
    this.verdict = verdict;
  }
}

function retryOf(error: unknown): Retry | undefined {
  return error instanceof AttemptError && error.verdict.kind === 'retry' ? error.verdict : undefined;
}

function exchangeOf(config: AxiosRequestConfig | undefined): Exchange {
  if (config?.exchange === undefined) throw new TypeError('a request without its exchange');
  return config.exchange;
}

/** One for each resource, since each has its own credentials and its own judge. */
export function createSender(options: SenderOptions): Send {
  const { throttle, retry, resource, emit } = options;
  const instance = createInstance(options);
  return async (request, fetchOptions) => {
    const { signal, isTry = false, partition, page } = fetchOptions;
    const exchange = new Exchange(request, fetchOptions);
    const onRetry = (verdict: Retry, waitSeconds: number) => {
      if (verdict.strain === 'rate limit') throttle.pause(request.url.host, waitSeconds);
      const { attempt } = exchange;
      emit({ kind: 'retry', resource, partition, page, attempt, waitSeconds, reason: verdict.reason });
    };
    const retries = planRetries(request, retry, retryOf, { onRetry, signal }, isTry);
    try {
      const { data } = await instance.request<Judged>({
        url: request.url.href,
        signal,
        exchange,
        'axios-retry': retries.options,
      });
      return { ...data, sent: exchange.sent };
    } catch (error) {
      signal.throwIfAborted();
      const last = retryOf(error);
      throw last === undefined ? error : retries.exhausted(last);
    } finally {
      exchange.place?.leave();
    }
  };
}

function createInstance(options: SenderOptions): AxiosInstance {
  const { throttle, resource, judge, sign } = options;
  const instance = axios.create({
    adapter: createAdapter(options),
    proxy: false,
    transformRequest: [],
    transformResponse: [],
  });
  const note = noteTaker(options);
  const laneOf = laneNames(resource ?? '');

  // axios runs these from the last to the first: the gate, then the credentials, which do not grow old by waiting.
  instance.interceptors.request.use(async (config) => {
    const exchange = exchangeOf(config);
    const sent = await sign(exchange.request);
    checkHeaders(sent.headers);
    exchange.sent = sent;
    config.url = sent.url.href;
    config.method = sent.method;
    config.headers = new AxiosHeaders(sent.headers);
    // Else axios declares a form.
    if (sent.headers['content-type'] === undefined) config.headers.setContentType(false);
    config.data = sent.body;
    return config;
  });
  instance.interceptors.request.use(async (config) => {
    const exchange = exchangeOf(config);
    const { host, pathname } = exchange.request.url;
    exchange.place = await throttle.enter(host, laneOf(pathname), exchange.options.signal);
    exchange.attempt += 1;
    return config;
  });
  instance.interceptors.response.use(
    (response: AxiosResponse<Answer>) => {
      const answer = response.data;
      const verdict = judge(answer);
      note(exchangeOf(response.config), verdict, answer);
      if (verdict.kind === 'retry') throw new AttemptError(verdict, response.config);
      return { ...response, data: { verdict, answer } };
    },
    (error: unknown) => {
      if (!(error instanceof AttemptError)) throw error;
      const { verdict, config } = error;
      note(exchangeOf(config), verdict, undefined);
      if (verdict.kind === 'retry') throw error;
      return { data: { verdict, answer: undefined } };
    },
  );
  axiosRetry(instance);
  return instance;
}

function createAdapter({ transport, reading, emit, resource }: SenderOptions): AxiosAdapter {
  const repeatedKeys = watchForRepeatedKeys(emit, resource);
  return async (config) => {
    const exchange = exchangeOf(config);
    exchange.startedAt = performance.now();
    const request = {
      method: (config.method ?? 'get').toUpperCase(),
      url: config.url === exchange.sent.url.href ? exchange.sent.url : new URL(config.url ?? ''),
      headers: config.headers.toJSON() as Record<string, string>,
      body: config.data,
    };
    try {
      const { signal } = exchange.options;
      const raw = await transport.exchange(request, signal, reading.isStreamed);
      const { status, headers, long } = raw;
      const heed = repeatedKeys();
      const list =
        long === undefined
          ? await openCutBody(raw, reading, heed)
          : await openLongBody(long, headers, reading, heed, signal);
      return { data: createAnswer(raw, reading, heed, list), status, statusText: '', headers, config };
    } catch (error) {
      throw error instanceof Fault ? new AttemptError(error.verdict, config) : error;
    }
  };
}

/** Tells of an attempt once, gives its place up, and heeds what its answer says about the host. */
function noteTaker({ emit, resource, throttle, retry }: SenderOptions) {
  return (exchange: Exchange, verdict: Verdict, answer: Answer | undefined): void => {
    const { sent, startedAt, attempt } = exchange;
    const { partition, page } = exchange.options;
    const milliseconds = performance.now() - startedAt;
    exchange.place?.leave(answer === undefined ? undefined : milliseconds);
    const isBroken = verdict.kind === 'retry' || verdict.kind === 'failed';
    emit({
      kind: 'request',
      resource,
      partition,
      page,
      method: sent.method,
      url: addressOf(sent.url),
      // Only a log at -v asks for it.
      get query() {
        return maskQuery(sent.url.search);
      },
      attempt,
      status: answer?.status,
      bytes: answer?.size ?? 0,
      milliseconds,
      error: isBroken ? verdict.reason : undefined,
    });
    const { host } = sent.url;
    if (verdict.kind === 'retry' && verdict.strain !== undefined) throttle.slowDown(host, startedAt);
    if (isBroken || answer === undefined || !isLimitUsedUp(answer.headers, answer.limitNames)) return;
    const reset = limitReset(answer.headers, answer.limitNames);
    // A longer pause than a retry may take is left to the refusal that will name it.
    if (reset !== undefined && reset <= retry.max_wait) throttle.pause(host, reset);
  };
}
