// Syntax tree to closures over own properties: no eval, no Function, nothing reachable but the given names.
import { own } from '../../core/path.ts';
import type { Node } from './parse.ts';

type Evaluate = (names: object) => unknown;

export interface Compiled {
  readonly evaluate: Evaluate;
  /** How the expression's final value is judged. */
  readonly truth: (value: unknown) => boolean;
}

/** @throws SyntaxError for a name, call or operator that the language does not have */
export function compileNode(tree: Node, names: readonly string[]): Compiled {
  return { evaluate: compile(tree, names), truth: pythonTruth };
}

function compile(node: Node, names: readonly string[]): Evaluate {
  const inner = (child: unknown): Evaluate => compile(child as Node, names);
  switch (node.type) {
    case 'Literal': {
      const { value } = node;
      return () => value;
    }
    case 'Group':
      return inner(node.argument);
    case 'Identifier':
      return identifier(String(node.name), names);
    case 'ArrayExpression': {
      const elements = (node.elements as Node[]).map(inner);
      return (scope) => elements.map((element) => element(scope));
    }
    case 'ObjectExpression':
      if ((node.properties as Node[]).length > 0)
        throw new SyntaxError('only the empty object {} can be written here');
      return () => ({});
    case 'MemberExpression':
      return member(node, inner);
    case 'CallExpression':
      return call(node, inner);
    case 'UnaryExpression':
      return unary(String(node.operator), inner(node.argument));
    case 'BinaryExpression':
      return binary(String(node.operator), node, inner);
    case 'Compound':
      throw new SyntaxError('expected one expression; check for a missing operator');
    default:
      throw new SyntaxError(`${node.type} is not part of the expression language`);
  }
}

function identifier(name: string, names: readonly string[]): Evaluate {
  if (!names.includes(name)) throw new SyntaxError(`unknown name "${name}"; known: ${names.join(', ')}`);
  return (scope) => (scope as Record<string, unknown>)[name];
}

function member(node: Node, inner: (child: unknown) => Evaluate): Evaluate {
  const object = inner(node.object);
  const property = node.property as Node;
  if (node.computed !== true) {
    const key = String(property.name);
    return (scope) => own(object(scope), key);
  }
  const key = inner(property);
  return (scope) => {
    const target = object(scope);
    const at = key(scope);
    if (typeof at === 'number' && at < 0 && Array.isArray(target)) return target.at(at);
    return typeof at === 'string' || typeof at === 'number' ? own(target, String(at)) : undefined;
  };
}

function call(node: Node, inner: (child: unknown) => Evaluate): Evaluate {
  const callee = node.callee as Node;
  const parameters = node.arguments as Node[];
  if (callee.type === 'Identifier' && callee.name === 'len' && parameters.length === 1) {
    const measured = inner(parameters[0]);
    return (scope) => sizeOf(measured(scope));
  }
  const isGet =
    callee.type === 'MemberExpression' &&
    callee.computed !== true &&
    (callee.property as Node).name === 'get';
  if (!isGet || parameters.length < 1 || parameters.length > 2) {
    throw new SyntaxError('the only calls are .get(key), .get(key, default) and len(value)');
  }
  const object = inner(callee.object);
  const key = inner(parameters[0]);
  const fallback = parameters.length === 2 ? inner(parameters[1]) : () => null;
  return (scope) => {
    const target = object(scope);
    const at = key(scope);
    const isThere =
      typeof target === 'object' && target !== null && typeof at === 'string' && Object.hasOwn(target, at);
    return isThere ? own(target, at) : fallback(scope);
  };
}

function unary(operator: string, argument: Evaluate): Evaluate {
  if (operator === 'not') return (scope) => !pythonTruth(argument(scope));
  if (operator === '!') return (scope) => !argument(scope);
  return (scope) => -Number(argument(scope));
}

function binary(operator: string, node: Node, inner: (child: unknown) => Evaluate): Evaluate {
  const [first, second] = [node.left as Node, node.right as Node];
  const comparisons = ['==', '!=', '===', '!==', '<', '<=', '>', '>='];
  if (
    comparisons.includes(operator) &&
    first.type === 'BinaryExpression' &&
    comparisons.includes(String(first.operator))
  ) {
    throw new SyntaxError(
      'chained comparisons mean different things in different languages; join two with "and"',
    );
  }
  const left = inner(first);
  const right = inner(second);
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
    case '===':
      return (scope) => equal(left(scope), right(scope));
    case '!=':
    case '!==':
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
  return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
}

function equal(a: unknown, b: unknown): boolean {
  if (a === b || ((a === null || a === undefined) && (b === null || b === undefined))) return true;
  // A BigInt and a number are never ===, however equal.
  return isNumeric(a) && isNumeric(b) && !(a < b) && !(a > b);
}

function isNumeric(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function ordered(operator: string, a: unknown, b: unknown): boolean {
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
