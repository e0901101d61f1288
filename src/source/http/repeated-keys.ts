// A key twice in one object of a body: JSON keeps the last, so a value is lost, and that is said.
import type { Emit } from '../../core/events.ts';
import { excerpt } from '../../core/text.ts';

// A look costs some 3 % of a page's time. A server that writes keys twice does so in most of its answers.
const EVERY_ONE_UNTIL = 10;
const THEN_EVERY = 16;

/**
 * Watches the answers of one resource, the first ones and then now and again.
 * @returns what to call for each answer; it gives the function that a repeated key is told to, where the answer is
 *   one to look at
 */
export function watchForRepeatedKeys(
  emit: Emit,
  resource: string | undefined,
): () => ((key: string) => void) | undefined {
  let answers = 0;
  let isSaid = false;
  const say = (key: string) => {
    if (isSaid) return;
    isSaid = true;
    const message = `the key "${excerpt(key, 60)}" stands twice in one object of the API's answers; the last value counts, the other is lost`;
    emit({ kind: 'warning', resource, message });
  };
  return () => {
    answers += 1;
    const isDue = answers <= EVERY_ONE_UNTIL || answers % THEN_EVERY === 0;
    return isDue && !isSaid ? say : undefined;
  };
}
