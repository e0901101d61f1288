// The one way to the API: the loop that acts on verdicts, and what the requests of a run share.
import type { ClientPlan, EndpointPlan } from '../../config/pipeline.ts';
import { AuthError, HttpStatusError, SourceError } from '../../core/errors.ts';
import type { Emit } from '../../core/events.ts';
import { parsePath } from '../../core/path.ts';
import type { Auth, SendAuthRequest } from '../auth/contract.ts';
import { BODY_FORMATS } from '../bodies/index.ts';
import type { Answer } from './answer.ts';
import { createAuthSender } from './auth-requests.ts';
import { withCookieJars } from './cookies.ts';
import { untilTwoAlike } from './doubtful-end.ts';
import { createJudge } from './judge.ts';
import { foreignOrigin, originRule, withoutCredentials } from './origin.ts';
import { followRedirects } from './redirects.ts';
import { addressOf, type OutgoingRequest } from './request.ts';
import { createSender, type FetchOptions } from './sender.ts';
import { said } from './status-failure.ts';
import { createThrottle } from './throttle.ts';
import { createTransport } from './transport.ts';
import type { Failed } from './verdict.ts';

/** An answer that may be read as a page. */
export interface PageAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of the body after decompression. */
  readonly size: number;
  /** Parsed; undefined for 204, and for an answer that is ignored. */
  readonly body: unknown;
  /** Where it came from in the end, after redirects. */
  readonly url: URL;
  /** True where response_actions says that the records end here. */
  readonly isEnd?: true;
  /** Set when response_actions says to take this answer for an empty page. */
  readonly ignored?: { readonly message: string | undefined } | undefined;
}

/** What one resource's requests have in common. */
export interface Requester {
  /** @throws AuthError, HttpStatusError, SourceError or TransientError; the signal's reason when it ends the request */
  fetch(request: OutgoingRequest, options: FetchOptions): Promise<PageAnswer>;
}

type BodyPlan = Pick<
  EndpointPlan,
  'response_actions' | 'response_format' | 'encoding' | 'data_selector' | 'columns_path'
>;

export interface RequesterOptions {
  /** True where processing steps look at the whole body. */
  readonly isWhole: boolean;
  /** True where the paginator looks at no records of a page but the last ones. */
  readonly isPlain: boolean;
}

export interface Client {
  /**
   * @param emit told of this resource's requests; of those for tokens the context's is
   * @param options whether each body is held as a whole, however long
   */
  requester(
    resource: string,
    auth: Auth | undefined,
    endpoint: BodyPlan,
    emit: Emit,
    options?: RequesterOptions,
  ): Requester;
  readonly sendAuthRequest: SendAuthRequest;
  close(): Promise<void>;
}

export interface ClientContext {
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * One client per opened pipeline: all resources share its connections, its gate per host and its tokens.
 * @throws ConfigError for a proxy of the environment that is no address
 */
export function createClient(plan: ClientPlan, context: ClientContext): Client {
  const { signal, environment } = context;
  const { retry } = plan;
  const bare = createTransport(plan, environment);
  const transport = plan.cookies ? withCookieJars(bare) : bare;
  const throttle = createThrottle({ concurrency: plan.concurrency, rateLimit: plan.rate_limit });
  const trust = originRule(plan);

  return {
    sendAuthRequest: createAuthSender({ transport, retry, emit: context.emit }, signal),
    requester(resource, auth, endpoint, emit, { isWhole, isPlain } = { isWhole: false, isPlain: false }) {
      // Laid on for each attempt and each hop: a link or redirect elsewhere goes out bare.
      const sign = (request: OutgoingRequest) => {
        const trusted = trust(request.url);
        if (trusted === 'foreign') throw foreignOrigin(request, plan.base_url);
        if (trusted === 'allowed') return withoutCredentials(request);
        return auth?.apply(request) ?? request;
      };
      const canRenew = auth?.answer !== undefined;
      const actions = endpoint.response_actions;
      const judge = createJudge({ retryStatuses: retry.statuses, actions, canRenew });
      const format = endpoint.response_format ?? plan.response_format;
      const isListed = BODY_FORMATS[format].lists !== undefined;
      const isInParts = !isWhole && !looksIntoBody(endpoint);
      const isStreamed = isListed && isInParts && isBody(endpoint.data_selector);
      const isCut = format === 'json' && isPlain && isInParts && isOnePlace(endpoint.data_selector);
      const encoding = endpoint.encoding ?? plan.encoding;
      const reading = { format, encoding, isStreamed, isCut, limitNames: retry.headers };
      const send = createSender({ transport, throttle, retry, reading, emit, resource, judge, sign });

      return {
        async fetch(request, options) {
          let current = request;
          let follow = followRedirects(request, plan.cookies);
          let isReplay = false;
          const isCertain = untilTwoAlike(request, retry.max_retries);
          for (;;) {
            const { verdict, answer, sent } = await send(current, options);
            if (verdict.kind === 'failed' || answer === undefined) throw failure(request, verdict as Failed);
            switch (verdict.kind) {
              case 'page':
                if (!isCertain(answer)) break;
                return { ...factsOf(answer, current), body: verdict.body };
              case 'ignored':
                return { ...factsOf(answer, current), body: undefined, ignored: verdict };
              case 'ended':
                return { ...factsOf(answer, current), body: undefined, isEnd: true };
              case 'moved':
                current = follow(current, answer.status, verdict.location);
                break;
              case 'renew':
                if (isReplay || (await auth?.answer?.(answer, sent)) !== true) {
                  throw refusal(
                    request,
                    answer,
                    isReplay ? (auth?.renewal ?? 'the token was renewed') : undefined,
                  );
                }
                isReplay = true;
                current = request;
                follow = followRedirects(request, plan.cookies);
                break;
              case 'refused':
                throw refusal(request, answer, undefined);
            }
          }
        },
      };
    },
    close: () => transport.close(),
  };
}

// What looks into a body sees all of it at once.
function looksIntoBody({ response_actions: actions, columns_path }: BodyPlan): boolean {
  const isSeen = actions.some(
    (one) =>
      typeof one === 'function' ||
      typeof one.action === 'function' ||
      one.content !== undefined ||
      one.when !== undefined,
  );
  return isSeen || columns_path !== undefined;
}

function isBody(selector: string | undefined): boolean {
  return selector === undefined || selector === '$' || selector === '$[*]';
}

/** Whether a selector picks a list by names alone, and nothing by its place in one. */
function isOnePlace(selector: string | undefined): boolean {
  const steps = selector === undefined ? [] : parsePath(selector.replace(/\[\*\]$/, ''));
  return steps?.every((step) => typeof step === 'string') === true;
}

function factsOf({ status, headers, size }: Answer, { url }: OutgoingRequest) {
  return { status, headers, size, url };
}

function failure(request: OutgoingRequest, { reason, status, hint }: Failed): SourceError {
  const what = `${request.method} ${addressOf(request.url)}: ${reason}`;
  return status === undefined ? new SourceError(what, { hint }) : new HttpStatusError(what, status, { hint });
}

function refusal(request: OutgoingRequest, answer: Answer, renewal: string | undefined): AuthError {
  const after = renewal === undefined ? '' : ` again after ${renewal}`;
  const what = `${request.method} ${addressOf(request.url)}: HTTP ${answer.status}${after}${said(answer)}`;
  const hint =
    renewal === undefined
      ? 'check the credentials of client.auth'
      : 'they are accepted by nobody or lack a scope; check the credentials of client.auth and the scopes of its grant';
  return new AuthError(what, { hint });
}
