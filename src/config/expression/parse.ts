// Text to syntax tree, by jsep, taught the words that Python spells differently.
import object from '@jsep-plugin/object';
import jsep from 'jsep';

export type Node = jsep.Expression;

const EQUALITY = 6;
const parser = configure();

/** Parses one expression, without its optional `{{ }}`. */
export function parse(source: string): Node {
  const inner = /^\s*\{\{(.*)\}\}\s*$/s.exec(source)?.[1] ?? source;
  if (inner.trim() === '') throw new SyntaxError('the expression is empty');
  let tree: Node;
  try {
    tree = parser(inner);
  } catch (error) {
    throw new SyntaxError(`cannot read the expression "${source}": ${(error as Error).message}`);
  }
  return loosenNot(tree);
}

// jsep keeps its grammar in static state; this process has no other user of it.
function configure(): (source: string) => Node {
  jsep.plugins.register(object);
  jsep.removeAllUnaryOps();
  jsep.addUnaryOp('!');
  jsep.addUnaryOp('-');
  jsep.addUnaryOp('not');
  jsep.removeAllBinaryOps();
  for (const operator of ['or', '||']) jsep.addBinaryOp(operator, 1);
  for (const operator of ['and', '&&']) jsep.addBinaryOp(operator, 2);
  for (const operator of ['==', '!=', '===', '!==', '<', '<=', '>', '>=', 'in', 'not in']) {
    jsep.addBinaryOp(operator, EQUALITY);
  }
  jsep.removeAllLiterals();
  for (const [word, value] of [
    ['true', true],
    ['True', true],
    ['false', false],
    ['False', false],
    ['null', null],
    ['None', null],
  ] as const) {
    jsep.addLiteral(word, value);
  }
  // Parentheses leave no trace in jsep's tree, but `(not a) == b` and `not a == b` differ in Python.
  jsep.hooks.add('gobble-token', function groups(this: unknown, env: { node?: Node }) {
    const self = this as Gobbler;
    if (self.code !== '('.charCodeAt(0)) return;
    self.index += 1;
    const inner = self.gobbleExpression();
    self.gobbleSpaces();
    if (inner === undefined || inner === false || self.code !== ')'.charCodeAt(0)) {
      return self.throwError('Unclosed (');
    }
    self.index += 1;
    env.node = self.gobbleTokenProperty({ type: 'Group', argument: inner });
  });
  return (source) => jsep(source);
}

interface Gobbler {
  readonly code: number;
  index: number;
  gobbleExpression(): Node | false | undefined;
  gobbleSpaces(): void;
  gobbleTokenProperty(node: Node): Node;
  throwError(message: string): never;
}

// `not a == b` is `not (a == b)` in Python, while jsep binds every unary operator tightly.
function loosenNot(node: Node): Node {
  for (const key of ['left', 'right', 'argument', 'object', 'property', 'callee', 'value'] as const) {
    const inner = node[key];
    if (isNode(inner)) node[key] = loosenNot(inner);
  }
  for (const key of ['elements', 'arguments', 'properties'] as const) {
    const inner = node[key];
    if (Array.isArray(inner)) node[key] = inner.map((one) => (isNode(one) ? loosenNot(one) : one));
  }
  if (node.type !== 'BinaryExpression' || ['or', 'and', '||', '&&'].includes(String(node.operator)))
    return node;
  const left = node.left;
  if (!isNode(left) || left.type !== 'UnaryExpression' || left.operator !== 'not') return node;
  return { ...left, argument: { ...node, left: left.argument } };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
