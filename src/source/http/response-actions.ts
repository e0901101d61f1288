// response_actions: answers that mean something else than their status says.
import { compileCondition } from '../../config/fields.ts';
import { ANSWER_ACTIONS, type AnswerFunction, type ResponseAction } from '../../config/response-actions.ts';
import { describe } from '../../core/errors.ts';
import { show } from '../../core/text.ts';
import { type Answer, bodyOrNothing } from './answer.ts';
import { Fault } from './verdict.ts';

/** What an entry, or its function, says to do. */
export interface ChosenAction {
  readonly action: (typeof ANSWER_ACTIONS)[number];
  readonly message?: string | undefined;
}

type Choose = (answer: Answer) => ChosenAction | undefined;

/**
 * Compiles the list once; the first entry that matches an answer counts.
 * @returns a function that throws Fault where a function of the pipeline fails, or returns what is no action
 */
export function compileActions(actions: readonly ResponseAction[]): Choose {
  const compiled = actions.map(compileEntry);
  return (answer) => {
    for (const choose of compiled) {
      const chosen = choose(answer);
      if (chosen !== undefined) return chosen;
    }
    return undefined;
  };
}

function compileEntry(entry: ResponseAction): Choose {
  if (typeof entry === 'function') return (answer) => actionOf(entry, answer);
  const matches = compileMatch(entry);
  const { action, message } = entry;
  if (typeof action !== 'function') return (answer) => (matches(answer) ? { action, message } : undefined);
  return (answer) => {
    const chosen = matches(answer) ? actionOf(action, answer) : undefined;
    return chosen && { ...chosen, message: chosen.message ?? message };
  };
}

function actionOf(written: AnswerFunction, answer: Answer): ChosenAction | undefined {
  const { status, headers } = answer;
  let said: unknown;
  try {
    said = written({ status, headers, body: bodyOrNothing(answer), text: answer.text() });
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw failed(`threw: ${describe(error)}`);
  }
  if (said === undefined || said === null) return undefined;
  const { action, message } = typeof said === 'object' ? (said as Partial<ChosenAction>) : { action: said };
  const known = ANSWER_ACTIONS.find((one) => one === action);
  if (known !== undefined) return { action: known, message };
  if (said instanceof Promise) said.catch(() => {});
  const wrong = said instanceof Promise ? 'a promise, and must answer at once' : show(action);
  throw failed(
    `returned ${wrong}; right is one of ${ANSWER_ACTIONS.join(', ')}, {action, message}, or nothing`,
  );
}

function failed(what: string): Fault {
  return new Fault({ kind: 'failed', reason: `a function of response_actions ${what}` });
}

function compileMatch(entry: Exclude<ResponseAction, AnswerFunction>): (answer: Answer) => boolean {
  const tests: ((answer: Answer) => boolean)[] = [];
  if (entry.status_code !== undefined) tests.push((answer) => answer.status === entry.status_code);
  const { content, when } = entry;
  if (content !== undefined) tests.push((answer) => answer.text().includes(content));
  if (when !== undefined) {
    const isTrue = compileCondition(when, 'response_actions');
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
