// Syntax tree to closures over own properties: no eval, no Function, nothing reachable but the given names.
import { ExactNumber, isNumeric } from '../../core/exact-number.ts';
import { own } from '../../core/path.ts';
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
      if (!names.includes(name)) throw new SyntaxError(`unknown name "${name}"; known: ${names.join(', ')}`);
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
  }
}

function member(object: Evaluate, key: Evaluate): Evaluate {
  return (scope) => {
    const target = object(scope);
    const at = key(scope);
    if (typeof at === 'number' && at < 0 && Array.isArray(target)) return target.at(at);
    return typeof at === 'string' || typeof at === 'number' ? own(target, String(at)) : undefined;
  };
}

function call(node: Extract<Node, { kind: 'call' }>, inner: (child: Node) => Evaluate): Evaluate {
  const [first, second, ...more] = node.parameters;
  const isLen = node.object === undefined && node.name === 'len' && second === undefined;
  const isGet = node.object !== undefined && node.name === 'get' && more.length === 0;
  if (first === undefined || (!isLen && !isGet)) {
    throw new SyntaxError('the only calls are .get(key), .get(key, default) and len(value)');
  }
  const key = inner(first);
  if (node.object === undefined) return (scope) => sizeOf(key(scope));
  const object = inner(node.object);
  const fallback = second === undefined ? () => null : inner(second);
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
  return (scope) => {
    const value = argument(scope);
    return typeof value === 'bigint' ? -value : -Number(value);
  };
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

/** Python's truth: empty texts, lists and objects are false too. */
function pythonTruth(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value);
  if (value instanceof ExactNumber) return Number(value) !== 0;
  return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
}

function equal(a: unknown, b: unknown): boolean {
  if (a === b || ((a === null || a === undefined) && (b === null || b === undefined))) return true;
  // A BigInt and a number are never ===, however equal.
  return isNumeric(a) && isNumeric(b) && !(a < b) && !(a > b);
}

function ordered(operator: '<' | '<=' | '>' | '>=', a: unknown, b: unknown): boolean {
  const comparable = (isNumeric(a) && isNumeric(b)) || (typeof a === 'string' && typeof b === 'string');
  if (!comparable) return false;
  const [left, right] = [a as number, b as number];
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

function contains(whole: unknown, part: unknown): boolean {
  if (typeof whole === 'string') return typeof part === 'string' && whole.includes(part);
  if (Array.isArray(whole)) return whole.some((item) => equal(item, part));
  return (
    typeof whole === 'object' && whole !== null && typeof part === 'string' && Object.hasOwn(whole, part)
  );
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}
