// axios and axios-retry over our own transport: their interceptors and retry loop, our judgement of each answer.
import axios, { type AxiosAdapter, AxiosError, type AxiosInstance } from 'axios';
import axiosRetry from 'axios-retry';
import type { ClientPlan } from '../../config/pipeline.ts';
import { mask } from '../../core/mask.ts';
import { type AttemptContext, Attempts, faultOf } from './attempts.ts';
import { FaultError } from './fault.ts';
import { addressOf, type OutgoingRequest } from './request.ts';
import { createResponse, type HttpResponse } from './response.ts';
import type { Throttle } from './throttle.ts';
import type { Transport } from './transport.ts';

declare module 'axios' {
  interface AxiosRequestConfig {
    attempts?: Attempts;
  }
}

/** Sends a request until it has an answer that no retry is for. */
export type Send = (
  request: OutgoingRequest,
  context: AttemptContext,
  signal: AbortSignal,
) => Promise<HttpResponse>;

/** @throws TransientError, or FaultError for what another attempt cannot mend */
export function createSend(transport: Transport, throttle: Throttle, retry: ClientPlan['retry']): Send {
  const instance = axios.create({ adapter: createAdapter(transport, throttle), proxy: false });
  useRetry(instance, throttle, retry);
  return async (request, context, signal) => {
    const attempts = new Attempts(request, context, signal, retry);
    try {
      const { data } = await instance.request<HttpResponse>({ url: request.url.href, attempts, signal });
      return data;
    } catch (error) {
      signal.throwIfAborted();
      const fault = faultOf(error);
      if (fault === undefined) throw error;
      throw fault.isRetryable ? attempts.exhausted(fault) : new FaultError(fault);
    }
  };
}

function useRetry(instance: AxiosInstance, throttle: Throttle, retry: ClientPlan['retry']): void {
  axiosRetry(instance, {
    // One more than is allowed, because our own condition counts and must see the last failure too.
    retries: retry.max_retries + 1,
    shouldResetTimeout: true,
    retryCondition: (error) => {
      const fault = faultOf(error);
      const attempts = error.config?.attempts;
      if (fault === undefined || attempts === undefined || !attempts.shouldRetry(fault)) return false;
      const { host } = attempts.request.url;
      if (fault.status === 429) throttle.pause(host, attempts.nextWait);
      if (fault.status === 429 || fault.status === 503 || fault.kind === 'timeout')
        throttle.slowDown(host, attempts.startedAt);
      return true;
    },
    retryDelay: (_count, error) => (error.config?.attempts?.nextWait ?? 0) * 1000,
    onRetry: (_count, error, config) => {
      const attempts = config.attempts;
      attempts?.context.emit({
        kind: 'retry',
        resource: attempts.context.resource,
        attempt: attempts.count,
        waitSeconds: attempts.nextWait,
        reason: faultOf(error)?.message ?? '',
      });
    },
  });
}

function createAdapter(transport: Transport, throttle: Throttle): AxiosAdapter {
  return async (config) => {
    const attempts = config.attempts;
    if (attempts === undefined) throw new TypeError('a request without its attempts');
    const { request, signal, context } = attempts;
    const response = await throttle.run(request.url.host, signal, async () => {
      attempts.count += 1;
      const started = performance.now();
      attempts.startedAt = started;
      const said = (status: number | undefined, bytes: number, error: string | undefined) =>
        context.emit({
          kind: 'request',
          resource: context.resource,
          method: request.method,
          url: addressOf(request.url),
          query: mask(request.url.search),
          attempt: attempts.count,
          status,
          bytes,
          milliseconds: performance.now() - started,
          error,
        });
      try {
        const answer = createResponse(await transport.exchange(request, signal));
        said(answer.status, answer.size, undefined);
        const fault = context.judge(answer);
        if (fault !== undefined) throw new FaultError(fault);
        return answer;
      } catch (error) {
        const fault = faultOf(error);
        if (fault?.status === undefined) said(undefined, 0, fault?.message ?? 'ended');
        throw AxiosError.from(error as Error, undefined, config);
      }
    });
    return { data: response, status: response.status, statusText: '', headers: {}, config };
  };
}
