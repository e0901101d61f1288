// An auth by one token that ends: shared by all resources, one renewal in flight, ahead of its end, on a monotonic clock.
import { AuthError } from '../../core/errors.ts';
import { latestSecrets } from '../../core/mask.ts';
import type { OutgoingRequest } from '../http/request.ts';
import type { Auth } from './contract.ts';

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
 * @param fetch gets a new token
 * @param carry puts the token into a request
 */
export function tokenAuth(
  fetch: () => Promise<AccessToken>,
  carry: (request: OutgoingRequest, token: string) => OutgoingRequest,
): Auth {
  const tokens = createTokenManager(fetch);
  const carried = new WeakMap<OutgoingRequest, string>();
  return {
    async apply(request) {
      const token = await tokens.get();
      const signed = carry(request, token);
      carried.set(signed, token);
      return signed;
    },
    async answer(_refusal, sent) {
      const token = carried.get(sent);
      // It went out bare, to an origin that gets no credentials.
      if (token === undefined) return false;
      await tokens.renew(token);
      return true;
    },
  };
}

function createTokenManager(fetch: () => Promise<AccessToken>) {
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
    async renew(refused: string): Promise<void> {
      if (held !== undefined && held.value !== refused) return;
      await renewOnce();
    },
  };
}

/**
 * The seconds that a server gives a token. It is sent missing, as text, as 0 or below, and none of these may mean
 * "renew before every request": then the fallback counts.
 */
export function lifetimeOf(value: unknown, fallback: number): number {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0 ? seconds : fallback;
}
