// One access token shared by all resources: one renewal in flight, ahead of its end, on a monotonic clock.
import { AuthError } from '../../../core/errors.ts';
import { latestSecrets } from '../../../core/mask.ts';

export interface AccessToken {
  readonly value: string;
  /** Seconds from now. */
  readonly lifetime: number;
}

// Renew with this much of the life left, so that a request does not set out with a token about to end.
const MARGIN_SECONDS = 60;
const MARGIN_SHARE = 0.1;

interface Held {
  readonly value: string;
  readonly renewAt: number;
}

/**
 * @param fetch gets a new token from the endpoint
 * @returns `get` for the token in force, `renew` for after a refusal
 */
export function createTokenManager(fetch: () => Promise<AccessToken>) {
  let held: Held | undefined;
  let inFlight: Promise<Held> | undefined;
  let refusal: AuthError | undefined;
  const registerLatest = latestSecrets();

  const renewOnce = (): Promise<Held> => {
    if (refusal !== undefined) return Promise.reject(refusal);
    inFlight ??= fetch()
      .then((token) => {
        registerLatest(token.value);
        const margin = Math.min(MARGIN_SECONDS, token.lifetime * MARGIN_SHARE);
        held = { value: token.value, renewAt: performance.now() + (token.lifetime - margin) * 1000 };
        return held;
      })
      .catch((error: unknown) => {
        // A refused grant stays refused: the next resource must not knock again.
        if (error instanceof AuthError) refusal = error;
        throw error;
      })
      .finally(() => {
        inFlight = undefined;
      });
    return inFlight;
  };

  return {
    async get(): Promise<string> {
      if (held !== undefined && performance.now() < held.renewAt) return held.value;
      return (await renewOnce()).value;
    },
    /** Renews unless the token has changed since the refused request set out. */
    async renew(wasUsed: (token: string) => boolean): Promise<void> {
      if (held !== undefined && !wasUsed(held.value)) return;
      await renewOnce();
    },
  };
}
