// Lines can be cut where one ends, and nothing shows it where neither a length nor chunks say where the body ends.
import { TransientError } from '../../core/errors.ts';
import type { Answer } from './answer.ts';
import { addressOf, type OutgoingRequest } from './request.ts';

/**
 * Whether an answer to a request may be taken for whole: one with a sign of its end at once, any other when the
 * answer before had as many bytes.
 * @param most times that it is asked again
 * @returns a test for each answer in turn; it throws TransientError where no two were alike
 */
export function untilTwoAlike(request: OutgoingRequest, most: number): (answer: Answer) => boolean {
  const sizes: number[] = [];
  return (answer) => {
    if (!answer.isDoubtful() || sizes.at(-1) === answer.size) return true;
    sizes.push(answer.size);
    if (sizes.length <= Math.max(1, most)) return false;
    const what = `${request.method} ${addressOf(request.url)}: nothing says where the body ends`;
    throw new TransientError(`${what}, and it came with ${sizes.join(', ')} bytes`, {
      hint: 'have the server send Content-Length or chunks, so that a cut body can be told from a whole one',
    });
  };
}
