// What an answer means: worth another attempt, a failure, or fine. Broken bodies show here, so that they are retried.

import type { ChosenAction } from './actions.ts';
import type { Fault } from './fault.ts';
import type { HttpResponse } from './response.ts';
import { parseRetryAfter } from './retry-after.ts';

/**
 * @param retryStatuses client.retry.statuses
 * @param choose response_actions, compiled
 */
export function createJudge(
  retryStatuses: ReadonlySet<number>,
  choose: (response: HttpResponse) => ChosenAction | undefined,
) {
  return (response: HttpResponse): Fault | undefined => {
    const { status } = response;
    const chosen = choose(response);
    const retryAfter = parseRetryAfter(response.headers['retry-after']);
    switch (chosen?.action) {
      case 'ignore':
      case 'refresh_token':
        return undefined;
      case 'retry':
        return { kind: 'status', isRetryable: true, message: saying(status, chosen), status, retryAfter };
      case 'fail':
        return { kind: 'action', isRetryable: false, message: saying(status, chosen), status };
      default:
    }
    if (retryStatuses.has(status)) {
      return { kind: 'status', isRetryable: true, message: `HTTP ${status}`, status, retryAfter };
    }
    if (status >= 200 && status < 300 && !response.isEmpty) response.body();
    return undefined;
  };
}

function saying(status: number, chosen: ChosenAction): string {
  return chosen.message ?? `HTTP ${status}, which response_actions says to ${chosen.action}`;
}
