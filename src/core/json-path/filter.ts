// The filters of a JSONPath, `?@.kind == 'a' && match(@.name, 'x.*')`, to functions.
import type { JsonPathQuery } from 'jsonpath-rfc9535/parser';
import { COMPARE } from './compare.ts';
import { compilePattern, patternTest } from './pattern.ts';

export type Segment = JsonPathQuery['segments'][number];
export type Child = Segment['node'];
export type Selector = Extract<Child, { type: 'BracketedSelection' }>['selectors'][number];
type Filter = Extract<Selector, { type: 'FilterSelector' }>['value'];
type Comparable = Extract<Filter, { type: 'ComparisonExpr' }>['left'];
type Call = Extract<Comparable, { type: 'FunctionExpr' }>;
type Argument = Call['arguments'][number];
type Test = Extract<Filter, { type: 'TestExpr' }>['expression'];

/** A query inside a filter: from the value that is looked at (`@`) or from the whole body (`$`). */
export type InnerQuery =
  | Extract<Comparable, { type: 'RelSingularQuery' | 'AbsSingularQuery' }>
  | Extract<Test, { type: 'FilterQuery' }>['value'];

export interface Scope {
  readonly root: unknown;
  readonly current: unknown;
}

export type CompileQuery = (query: InnerQuery) => (scope: Scope) => readonly unknown[];

/**
 * Compiles a filter.
 * @param compileQuery compiles the queries in it
 * @throws SyntaxError for a call or a number that JSONPath does not have
 */
export function compileFilter(node: Filter, compileQuery: CompileQuery): (scope: Scope) => boolean {
  switch (node.type) {
    case 'LogicalOrExpr':
    case 'LogicalAndExpr': {
      const left = compileFilter(node.left, compileQuery);
      const right = compileFilter(node.right, compileQuery);
      return node.type === 'LogicalOrExpr'
        ? (scope) => left(scope) || right(scope)
        : (scope) => left(scope) && right(scope);
    }
    case 'LogicalNotExpr': {
      const inner = compileFilter(node.expression, compileQuery);
      return (scope) => !inner(scope);
    }
    case 'TestExpr': {
      if (node.expression.type === 'FilterQuery') {
        const find = compileQuery(node.expression.value);
        return (scope) => find(scope).length > 0;
      }
      const call = compileCall(node.expression, compileQuery);
      return (scope) => call(scope) === true;
    }
    default: {
      const left = compileComparable(node.left, compileQuery);
      const right = compileComparable(node.right, compileQuery);
      const compare = COMPARE[node.op];
      return (scope) => compare(left(scope), right(scope));
    }
  }
}

// What RFC 9535 calls Nothing is undefined here, which no JSON value is.
function compileComparable(node: Comparable, compileQuery: CompileQuery): (scope: Scope) => unknown {
  if (node.type === 'FunctionExpr') return compileCall(node, compileQuery);
  if (node.type !== 'Literal') {
    const find = compileQuery(node);
    return (scope) => find(scope)[0];
  }
  const { value } = node;
  return () => value;
}

function compileCall(node: Call, compileQuery: CompileQuery): (scope: Scope) => unknown {
  const { name } = node;
  const [first, second] = node.arguments;
  const expected = name === 'match' || name === 'search' ? 2 : 1;
  if (!['length', 'count', 'value', 'match', 'search'].includes(name) || node.arguments.length !== expected) {
    throw new SyntaxError(`${name}() with ${node.arguments.length} arguments is not part of JSONPath`);
  }
  if (name === 'count' || name === 'value') {
    if (first?.type !== 'FilterQuery') throw new SyntaxError(`${name}() takes a query`);
    const find = compileQuery(first.value);
    if (name === 'count') return (scope) => find(scope).length;
    return (scope) => {
      const found = find(scope);
      return found.length === 1 ? found[0] : undefined;
    };
  }
  const value = compileArgument(name, first, compileQuery);
  if (name === 'length') return (scope) => lengthOf(value(scope));
  if (second?.type === 'Literal' && typeof second.value === 'string') compilePattern(second.value);
  const pattern = compileArgument(name, second, compileQuery);
  const test = patternTest(name === 'match');
  return (scope) => test(value(scope), pattern(scope));
}

function compileArgument(
  name: string,
  node: Argument | undefined,
  compileQuery: CompileQuery,
): (scope: Scope) => unknown {
  if (node?.type === 'Literal' || node?.type === 'FunctionExpr') return compileComparable(node, compileQuery);
  if (node?.type !== 'FilterQuery') throw new SyntaxError(`${name}() takes a value or a query`);
  const find = compileQuery(node.value);
  return (scope) => find(scope)[0];
}

function lengthOf(value: unknown): number | undefined {
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined;
}
