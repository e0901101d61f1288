// The requests of the auths themselves, for tokens and logins: any answer that no retry is for comes back.
import { SourceError } from '../../core/errors.ts';
import type { SendAuthRequest } from '../auth/contract.ts';
import { bodyExcerpt, bodyOrNothing } from './answer.ts';
import { createRetryJudge } from './judge.ts';
import { addressOf } from './request.ts';
import { createSender, type SenderOptions } from './sender.ts';
import { createThrottle } from './throttle.ts';

type Shared = Pick<SenderOptions, 'transport' | 'retry' | 'emit'>;

/** @param signal ends all of them */
export function createAuthSender(shared: Shared, signal: AbortSignal): SendAuthRequest {
  const send = createSender({
    ...shared,
    // A gate of its own: the request that waits for the token keeps its place in the API's, maybe the only one.
    throttle: createThrottle({ concurrency: 4, rateLimit: undefined }),
    reading: {
      format: 'json',
      encoding: undefined,
      isStreamed: false,
      isCut: false,
      limitNames: shared.retry.headers,
    },
    resource: undefined,
    judge: createRetryJudge(shared.retry.statuses),
    sign: (request) => request,
  });
  return async (request) => {
    const headers = { accept: 'application/json', 'user-agent': 'penstock', ...request.headers };
    const { verdict, answer } = await send({ ...request, headers }, { signal });
    if (answer === undefined) {
      const reason = verdict.kind === 'failed' ? verdict.reason : 'no answer';
      throw new SourceError(`${request.method} ${addressOf(request.url)}: ${reason}`);
    }
    const { status } = answer;
    return { status, headers: answer.headers, body: bodyOrNothing(answer), text: bodyExcerpt(answer) };
  };
}
