// Syntax tree to closures over own properties: no eval, no Function, nothing reachable but the given names.
import { own } from '../../core/path.ts';
import { functionOf } from './functions.ts';
import { calculate, contains, equal, isNothing, negative, ordered, pythonTruth } from './operators.ts';
import type { Binary, Node, Unary } from './parse.ts';

type Evaluate = (names: object) => unknown;

export interface Compiled {
  readonly evaluate: Evaluate;
  /** How the expression's final value is judged. */
  readonly truth: (value: unknown) => boolean;
}

/** @throws SyntaxError for a name or call that the language does not have */
export function compileNode(tree: Node, names: readonly string[]): Compiled {
  return { evaluate: compile(tree, names), truth: pythonTruth };
}

function compile(node: Node, names: readonly string[]): Evaluate {
  const inner = (child: Node): Evaluate => compile(child, names);
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'name': {
      const { name } = node;
      if (!names.includes(name))
        throw new SyntaxError(`unknown name "${name}"; known: ${names.join(', ')}; a text stands in quotes`);
      return (scope) => (scope as Record<string, unknown>)[name];
    }
    case 'list': {
      const items = node.items.map(inner);
      return (scope) => items.map((item) => item(scope));
    }
    case 'object':
      return () => ({});
    case 'member':
      return member(inner(node.object), inner(node.key));
    case 'call':
      return call(node, inner);
    case 'unary':
      return unary(node.operator, inner(node.argument));
    case 'binary':
      return binary(node.operator, inner(node.left), inner(node.right));
    case 'choice': {
      const [test, chosen, otherwise] = [inner(node.test), inner(node.chosen), inner(node.otherwise)];
      const truth = node.isPython ? pythonTruth : Boolean;
      return (scope) => (truth(test(scope)) ? chosen(scope) : otherwise(scope));
    }
  }
}

function member(object: Evaluate, key: Evaluate): Evaluate {
  return (scope) => {
    const target = object(scope);
    const at = key(scope);
    if (typeof at === 'number' && at < 0 && Array.isArray(target)) return target.at(at);
    if (at === 'length' && typeof target === 'string') return target.length;
    return typeof at === 'string' || typeof at === 'number' ? own(target, String(at)) : undefined;
  };
}

function call(node: Extract<Node, { kind: 'call' }>, inner: (child: Node) => Evaluate): Evaluate {
  const { name, parameters } = node;
  const isMethod = node.object !== undefined;
  const [first, second, ...more] = parameters;
  if (isMethod && name === 'get' && first !== undefined && more.length === 0) {
    return get(inner(node.object), inner(first), second === undefined ? () => null : inner(second));
  }
  const written = isMethod ? [node.object, ...parameters] : parameters;
  const { apply } = functionOf(name, isMethod, written.length);
  const values = written.map(inner);
  return (scope) => apply(values.map((value) => value(scope)));
}

function get(object: Evaluate, key: Evaluate, fallback: Evaluate): Evaluate {
  return (scope) => {
    const target = object(scope);
    const at = key(scope);
    const isThere =
      typeof target === 'object' && target !== null && typeof at === 'string' && Object.hasOwn(target, at);
    return isThere ? own(target, at) : fallback(scope);
  };
}

function unary(operator: Unary, argument: Evaluate): Evaluate {
  if (operator === 'not') return (scope) => !pythonTruth(argument(scope));
  if (operator === '!') return (scope) => !argument(scope);
  return (scope) => negative(argument(scope));
}

function binary(operator: Binary, left: Evaluate, right: Evaluate): Evaluate {
  switch (operator) {
    case 'and':
      return (scope) => pick(left(scope), pythonTruth, true, () => right(scope));
    case 'or':
      return (scope) => pick(left(scope), pythonTruth, false, () => right(scope));
    case '&&':
      return (scope) => left(scope) && right(scope);
    case '||':
      return (scope) => left(scope) || right(scope);
    case 'in':
      return (scope) => contains(right(scope), left(scope));
    case 'not in':
      return (scope) => !contains(right(scope), left(scope));
    case '==':
      return (scope) => equal(left(scope), right(scope));
    case '!=':
      return (scope) => !equal(left(scope), right(scope));
    case '??':
      return (scope) => pick(left(scope), isNothing, true, () => right(scope));
    case '+':
    case '-':
    case '*':
    case '/':
      return (scope) => calculate(operator, left(scope), right(scope));
    default:
      return (scope) => ordered(operator, left(scope), right(scope));
  }
}

function pick(
  value: unknown,
  truth: (value: unknown) => boolean,
  goOn: boolean,
  other: () => unknown,
): unknown {
  return truth(value) === goOn ? other() : value;
}
