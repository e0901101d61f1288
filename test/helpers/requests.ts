// Requests without anything, and what an auth may need, for tests of a single auth.
import type { AuthAnswer, AuthContext } from '../../src/source/auth/contract.ts';
import type { OutgoingRequest } from '../../src/source/http/request.ts';

export function bareRequest(more: Partial<OutgoingRequest> = {}): OutgoingRequest {
  return { method: 'GET', url: new URL('http://api.test/a'), headers: {}, body: undefined, ...more };
}

export function authContext(more: Partial<AuthContext> = {}): AuthContext {
  return {
    send: () => Promise.reject(new Error('nothing was to be sent')),
    client: { base_url: 'http://api.test/v1', headers: undefined, params: undefined, allowed_origins: [] },
    stateDirectory: '/nowhere',
    signal: new AbortController().signal,
    ...more,
  };
}

/** A sender that gives one answer, and keeps what it was to send. */
export function answering(answer: Partial<AuthAnswer>) {
  const sent: OutgoingRequest[] = [];
  const send = async (request: OutgoingRequest): Promise<AuthAnswer> => {
    sent.push(request);
    return { status: 200, headers: {}, body: undefined, text: '', ...answer };
  };
  return { sent, send };
}
