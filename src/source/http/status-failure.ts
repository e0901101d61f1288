// An HTTP status that is an error: what the server said, and what to do.
import { type Answer, bodyExcerpt, bodyOrNothing } from './answer.ts';
import { serverWords } from './server-words.ts';
import type { Failed } from './verdict.ts';

const HINTS: Readonly<Record<number, string>> = {
  400: 'check the parameters of the endpoint and of its paginator',
  403: 'these credentials may not read this resource; ask for the permission, or leave the resource out',
  404: 'check the path of the endpoint and base_url',
  405: 'check the method of the endpoint',
};

export function statusFailure(answer: Answer): Failed {
  const { status } = answer;
  return { kind: 'failed', reason: `HTTP ${status}${said(answer)}`, status, hint: HINTS[status] };
}

/** The body where it is short, else the message in it; with a colon before it. */
export function said(answer: Answer): string {
  const text = bodyExcerpt(answer);
  const words = text.endsWith('…') ? (serverWords(bodyOrNothing(answer)) ?? text) : text;
  return words === '' ? '' : `: ${words}`;
}
