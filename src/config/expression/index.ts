// Expressions in a pipeline file: `not response.get('info', {}).get('more_records', False)`.
import { compileNode } from './evaluate.ts';
import { parse } from './parse.ts';

/** Everything an expression can see. */
export interface ExpressionNames {
  readonly response: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly last_record: unknown;
  readonly last_page_size: number;
  /** Number of the page within its resource or partition, from 1. */
  readonly page: number;
}

const EXPRESSION_NAMES = ['response', 'headers', 'last_record', 'last_page_size', 'page'] as const;

/**
 * Compiles an expression in Python's or JavaScript's spelling, with or without `{{ }}`.
 * @returns a function of the names to the expression's truth
 * @throws SyntaxError that names the fault; nothing of the expression has been evaluated then
 */
export function compileExpression(source: string): (names: ExpressionNames) => boolean {
  const { evaluate, truth } = compileNode(parse(source), EXPRESSION_NAMES);
  return (names) => truth(evaluate(names));
}
