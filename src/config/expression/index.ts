// Expressions in a pipeline file: `not response.get('info', {}).get('more_records', False)`.
import { compileNode } from './evaluate.ts';
import { allKeysOf, keysOf, namesIn } from './mentions.ts';
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

/** An expression over names of the caller's choice. */
export interface Expression {
  /** @throws SourceError for values that an operator or a function cannot take */
  evaluate(names: object): unknown;
  /** Its truth. */
  test(names: object): boolean;
  /** The names that it mentions. */
  readonly names: readonly string[];
  /** The first keys that it asks of a name, where they must be known. */
  keysOf(name: string): readonly string[];
  /** All first keys that it asks of a name; undefined where it looks at the whole of it. */
  allKeysOf(name: string): readonly string[] | undefined;
}

/** @throws SyntaxError as `compileExpression` does */
export function compileOver(source: string, names: readonly string[]): Expression {
  const tree = parse(source);
  const { evaluate, truth } = compileNode(tree, names);
  return {
    evaluate,
    test: (scope) => truth(evaluate(scope)),
    names: namesIn(tree),
    keysOf: (name) => keysOf(tree, name),
    allKeysOf: (name) => allKeysOf(tree, name),
  };
}
