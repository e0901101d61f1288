// The one way to the API: credentials, origin rule, redirects, one refresh after a refusal, and clear errors.
import type { ClientPlan } from '../../config/pipeline.ts';
import type { ResponseAction } from '../../config/resource.ts';
import { AuthError, HttpStatusError, PenstockError, SourceError } from '../../core/errors.ts';
import type { Emit } from '../../core/events.ts';
import { excerpt } from '../../core/text.ts';
import type { Auth, FormAnswer, SendForm } from '../auth/contract.ts';
import { compileActions } from './actions.ts';
import { createSend, type Send } from './axios-client.ts';
import { FaultError } from './fault.ts';
import { createJudge } from './judge.ts';
import { originRule, resolveLink } from './origin.ts';
import { addressOf, type OutgoingRequest } from './request.ts';
import type { HttpResponse } from './response.ts';
import { createThrottle } from './throttle.ts';
import { createTransport } from './transport.ts';

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

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
  /** Set when response_actions says to take this answer for an empty page. */
  readonly ignored?: { readonly message: string | undefined } | undefined;
}

export interface FetchOptions {
  /** Ends the request. */
  readonly signal: AbortSignal;
  /** One attempt, whatever comes of it: for a page that nobody has promised. */
  readonly isTry?: boolean;
}

/** What one resource's requests have in common. */
export interface Requester {
  /**
   * @throws AuthError, HttpStatusError, SourceError or TransientError; the abort reason when the signal ends it
   */
  fetch(request: OutgoingRequest, options: FetchOptions): Promise<PageAnswer>;
}

export interface Client {
  requester(resource: string, auth: Auth | undefined, actions: readonly ResponseAction[]): Requester;
  readonly sendForm: SendForm;
  close(): Promise<void>;
}

export interface ClientContext {
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** One client per run: all resources share its connections, its gate per host and its tokens. */
export function createClient(plan: ClientPlan, context: ClientContext): Client {
  const transport = createTransport(plan, context.environment);
  const throttle = createThrottle({ concurrency: plan.concurrency, rateLimit: plan.rate_limit });
  const send = createSend(transport, throttle, plan.retry);
  const trust = originRule(plan.base_url, plan.allowed_origins);
  const retryStatuses = new Set(plan.retry.statuses);

  return {
    sendForm: createSendForm(send, retryStatuses, context),
    requester(resource, auth, actions) {
      const choose = compileActions(actions);
      const judge = createJudge(retryStatuses, choose);
      const attempt = { resource, emit: context.emit, judge };

      // Credentials are laid on per hop: a link or redirect elsewhere goes out bare.
      const follow = async (request: OutgoingRequest, what: string, { signal, isTry }: FetchOptions) => {
        let current = request;
        let reason = what;
        const seen = new Set<string>();
        for (;;) {
          const isOwn = trust(current.url, reason) === 'own';
          const outgoing = isOwn ? ((await auth?.apply(current)) ?? current) : withoutHeaders(current);
          const response = await send(outgoing, { ...attempt, isTry }, signal);
          const location = response.headers.location;
          if (!REDIRECTS.has(response.status) || location === undefined)
            return { response, outgoing, url: current.url };
          seen.add(current.url.href);
          const url = resolveLink(location, current.url);
          if (seen.has(url.href)) throw new SourceError(`redirect loop at ${addressOf(url)}`);
          if (seen.size > MOST_REDIRECTS) throw new SourceError(`more than ${MOST_REDIRECTS} redirects`);
          current = redirected(current, url, response.status);
          reason = `a redirect from ${addressOf(request.url)}`;
        }
      };

      return {
        async fetch(request, options) {
          let hasRefreshed = false;
          for (;;) {
            const { response, outgoing, url } = await follow(
              request,
              'a link to the next page',
              options,
            ).catch((error: unknown) => {
              throw translate(error, request);
            });
            const chosen = choose(response);
            if (chosen?.action === 'ignore')
              return { ...factsOf(response, url), body: undefined, ignored: chosen };
            const isRefused = chosen?.action === 'refresh_token' || response.status === 401;
            if (!isRefused) {
              if (response.status >= 200 && response.status < 300)
                return { ...factsOf(response, url), body: response.isEmpty ? undefined : response.body() };
              throw statusError(request, response);
            }
            if (hasRefreshed || auth?.refresh === undefined) throw refusal(request, response, hasRefreshed);
            hasRefreshed = true;
            await auth.refresh(outgoing);
          }
        },
      };
    },
    close: () => transport.close(),
  };
}

function factsOf({ status, headers, size }: HttpResponse, url: URL) {
  return { status, headers, size, url };
}

function redirected(request: OutgoingRequest, url: URL, status: number): OutgoingRequest {
  // RFC 9110: 303, and by custom 301 and 302, turn a POST into a GET.
  const becomesGet = request.method !== 'GET' && status !== 307 && status !== 308;
  return becomesGet ? { ...request, url, method: 'GET', body: undefined } : { ...request, url };
}

// On an origin that is not the API's own, any header of the pipeline may be a credential; only the harmless ones go.
function withoutHeaders(request: OutgoingRequest): OutgoingRequest {
  const harmless = ['accept', 'content-type', 'user-agent'];
  const kept = Object.entries(request.headers).filter(([name]) => harmless.includes(name));
  return { ...request, headers: Object.fromEntries(kept) };
}

function translate(error: unknown, request: OutgoingRequest): unknown {
  if (error instanceof PenstockError || !(error instanceof FaultError)) return error;
  const { kind, message, status } = error.fault;
  const what = `${request.method} ${addressOf(request.url)}: ${message}`;
  const hints: Partial<Record<typeof kind, string>> = {
    certificate: 'check base_url, the clock of this machine, and NODE_EXTRA_CA_CERTS for a private authority',
    size: 'ask for smaller pages, or raise client.max_response_bytes',
  };
  const said = kind === 'action' && status !== undefined ? `${what} (HTTP ${status})` : what;
  return new SourceError(said, { cause: error, hint: hints[kind] });
}

function statusError(request: OutgoingRequest, response: HttpResponse): HttpStatusError {
  const { status } = response;
  const body = bodyExcerpt(response);
  const hints: Record<number, string> = {
    403: 'these credentials may not read this resource; ask for the permission, or leave the resource out',
    404: 'check the path of the endpoint and base_url',
    400: 'check the parameters of the endpoint and of its paginator',
  };
  return new HttpStatusError(`${request.method} ${addressOf(request.url)}: HTTP ${status}${body}`, status, {
    hint: hints[status],
  });
}

function refusal(request: OutgoingRequest, response: HttpResponse, hasRefreshed: boolean): AuthError {
  const after = hasRefreshed ? ' again after the token was renewed' : '';
  const what = `${request.method} ${addressOf(request.url)}: HTTP ${response.status}${after}${bodyExcerpt(response)}`;
  const hint = hasRefreshed
    ? 'the token is accepted by nobody or lacks a scope; check the scopes of the grant'
    : 'check the credentials of client.auth';
  return new AuthError(what, { hint });
}

function bodyExcerpt(response: HttpResponse): string {
  try {
    const text = response.text();
    return text.trim() === '' ? '' : `: ${excerpt(text)}`;
  } catch {
    return '';
  }
}

function createSendForm(send: Send, retryStatuses: ReadonlySet<number>, context: ClientContext): SendForm {
  // A token endpoint's answer of 4xx is an answer; only what the retry rules name is tried again.
  const judge = createJudge(retryStatuses, () => undefined);
  return async (url, form, headers): Promise<FormAnswer> => {
    const request: OutgoingRequest = {
      method: 'POST',
      url: new URL(url),
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
      body: new URLSearchParams(form).toString(),
    };
    const attempt = { resource: undefined, emit: context.emit, judge };
    try {
      const response = await send(request, attempt, context.signal);
      return { status: response.status, body: parsedOrNothing(response) };
    } catch (error) {
      throw translate(error, request);
    }
  };
}

function parsedOrNothing(response: HttpResponse): unknown {
  try {
    return response.body();
  } catch {
    return undefined;
  }
}
