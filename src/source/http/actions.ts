// response_actions: answers that mean something else than their status says.
import { compileCondition } from '../../config/fields.ts';
import type { ResponseAction } from '../../config/resource.ts';
import type { HttpResponse } from './response.ts';

export interface ChosenAction {
  readonly action: ResponseAction['action'];
  readonly message: string | undefined;
}

/** Compiles the list once; the first entry that matches decides. */
export function compileActions(actions: readonly ResponseAction[]) {
  const compiled = actions.map((action) => ({
    matches: compileMatch(action),
    chosen: { action: action.action, message: action.message },
  }));
  // Asked twice of each answer, the second time when its text may be gone.
  const known = new WeakMap<HttpResponse, ChosenAction | undefined>();
  return (response: HttpResponse): ChosenAction | undefined => {
    if (compiled.length === 0) return undefined;
    if (!known.has(response)) known.set(response, compiled.find((one) => one.matches(response))?.chosen);
    return known.get(response);
  };
}

function compileMatch(action: ResponseAction): (response: HttpResponse) => boolean {
  const tests: ((response: HttpResponse) => boolean)[] = [];
  if (action.status_code !== undefined) tests.push((response) => response.status === action.status_code);
  const { content, when } = action;
  if (content !== undefined) tests.push((response) => response.text().includes(content));
  if (when !== undefined) {
    const isTrue = compileCondition(when);
    tests.push((response) => {
      const body = bodyOrNothing(response);
      const names = {
        response: body,
        headers: response.headers,
        last_record: undefined,
        last_page_size: 0,
        page: 0,
      };
      return isTrue(names);
    });
  }
  return (response) => tests.every((test) => test(response));
}

// A body that does not parse matches no expression; it is judged as broken later, by whoever reads it.
function bodyOrNothing(response: HttpResponse): unknown {
  try {
    return response.body();
  } catch {
    return undefined;
  }
}
