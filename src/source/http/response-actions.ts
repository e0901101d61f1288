// response_actions: answers that mean something else than their status says.
import { compileCondition } from '../../config/fields.ts';
import type { ResponseAction } from '../../config/resource.ts';
import { type Answer, bodyOrNothing } from './answer.ts';

/** Compiles the list once; the first entry that matches an answer is returned. */
export function compileActions(actions: readonly ResponseAction[]) {
  const compiled = actions.map((action) => ({ action, matches: compileMatch(action) }));
  return (answer: Answer): ResponseAction | undefined =>
    compiled.find(({ matches }) => matches(answer))?.action;
}

function compileMatch(action: ResponseAction): (answer: Answer) => boolean {
  const tests: ((answer: Answer) => boolean)[] = [];
  if (action.status_code !== undefined) tests.push((answer) => answer.status === action.status_code);
  const { content, when } = action;
  if (content !== undefined) tests.push((answer) => answer.text().includes(content));
  if (when !== undefined) {
    const isTrue = compileCondition(when);
    tests.push((answer) =>
      isTrue({
        // A body that does not parse matches no expression; that it is broken is judged later.
        response: bodyOrNothing(answer),
        headers: answer.headers,
        last_record: undefined,
        last_page_size: 0,
        page: 0,
      }),
    );
  }
  return (answer) => tests.every((test) => test(answer));
}
