// What an answer, or its absence, means. Reached once, where the answer arrives; the loop in client.ts acts on it.

export type Verdict =
  | { readonly kind: 'page'; readonly body: unknown }
  /** response_actions says to take the answer for an empty page. */
  | { readonly kind: 'ignored'; readonly message: string | undefined }
  /** response_actions says that the records end here. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'moved'; readonly location: string }
  | Retry
  /** The credentials were refused, and the auth may have better ones. */
  | { readonly kind: 'renew' }
  | { readonly kind: 'refused' }
  | Failed;

/** Another attempt may do better. */
export interface Retry {
  readonly kind: 'retry';
  readonly reason: string;
  /** HTTP status, where an answer came. */
  readonly status?: number | undefined;
  /** What the server asked to be waited, in seconds. */
  readonly after?: number | undefined;
  /** The host had too much: a rate limit, an overload, a timeout. */
  readonly strain?: 'rate limit' | 'overload' | undefined;
  /** What to do when no attempt helps; default: the API may be down. */
  readonly hint?: string | undefined;
}

/** No other attempt will do better. */
export interface Failed {
  readonly kind: 'failed';
  readonly reason: string;
  /** An HTTP status that is the failure itself. */
  readonly status?: number | undefined;
  readonly hint?: string | undefined;
}

/** A verdict on its way out of transport, decoding or parsing. */
export class Fault extends Error {
  readonly verdict: Retry | Failed;

  constructor(verdict: Retry | Failed, cause?: unknown) {
    super(verdict.reason, cause === undefined ? undefined : { cause });
    this.name = 'Fault';
    this.verdict = verdict;
  }
}
