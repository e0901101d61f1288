// Requests to a token endpoint: a form goes out, any answer that no retry is for comes back.
import { SourceError } from '../../core/errors.ts';
import type { SendForm } from '../auth/contract.ts';
import { bodyExcerpt, bodyOrNothing } from './answer.ts';
import { createRetryJudge } from './judge.ts';
import { addressOf, type OutgoingRequest } from './request.ts';
import { createSender, type SenderOptions } from './sender.ts';
import { createThrottle } from './throttle.ts';

type Shared = Pick<SenderOptions, 'transport' | 'retry' | 'emit'>;

/** @param signal ends all of them */
export function createSendForm(shared: Shared, signal: AbortSignal): SendForm {
  const send = createSender({
    ...shared,
    // A gate of its own: the request that waits for the token keeps its place in the API's, maybe the only one.
    throttle: createThrottle({ concurrency: 4, rateLimit: undefined }),
    encoding: undefined,
    resource: undefined,
    judge: createRetryJudge(shared.retry.statuses),
    sign: (request) => request,
  });
  return async (url, form, headers) => {
    const request: OutgoingRequest = {
      method: 'POST',
      url: new URL(url),
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': 'penstock',
        ...headers,
      },
      body: new URLSearchParams(form).toString(),
    };
    const { verdict, answer } = await send(request, { signal });
    if (answer === undefined) {
      const reason = verdict.kind === 'failed' ? verdict.reason : 'no answer';
      throw new SourceError(`POST ${addressOf(request.url)}: ${reason}`);
    }
    return { status: answer.status, body: bodyOrNothing(answer), text: bodyExcerpt(answer) };
  };
}
