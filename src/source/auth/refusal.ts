// Why a token endpoint or a login gave no credentials, in the server's words.
import { own } from '../../core/path.ts';
import { excerpt } from '../../core/text.ts';
import { serverWords } from '../http/server-words.ts';
import type { AuthAnswer } from './contract.ts';

/** @param missing what is wrong with an answer whose status is not */
export function reasonOf(answer: AuthAnswer, missing: string): string {
  // An answer that grants something may hold it under any name: only words for people are quoted of it.
  const { status, text } = answer;
  const isGrant = status < 400;
  const what = [status < 300 ? [] : `HTTP ${status}`, isGrant ? missing : []].flat().join(', ');
  const words = wordsOf(answer) ?? (isGrant ? '' : text);
  return words === '' ? what : `${what}: ${words}`;
}

// `invalid_grant: the token has ended`, as RFC 6749 has it, or whatever else stands there to be read.
function wordsOf({ body }: AuthAnswer): string | undefined {
  const parts = [own(body, 'error'), own(body, 'error_description')];
  const said = parts.filter((part) => typeof part === 'string' && part !== '').join(': ');
  return said === '' ? serverWords(body) : excerpt(said);
}
