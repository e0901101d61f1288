// What an expression looks at: the names it mentions, and the first keys it asks of one of them.
import type { Node } from './parse.ts';

function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'name':
    case 'object':
      return [];
    case 'list':
      return node.items;
    case 'member':
      return [node.object, node.key];
    case 'call':
      return node.object === undefined ? node.parameters : [node.object, ...node.parameters];
    case 'unary':
      return [node.argument];
    case 'binary':
      return [node.left, node.right];
    case 'choice':
      return [node.test, node.chosen, node.otherwise];
  }
}

function* nodesOf(node: Node): Generator<Node, void, undefined> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

/** Every name, once. */
export function namesIn(tree: Node): string[] {
  return [...new Set([...nodesOf(tree)].flatMap((node) => (node.kind === 'name' ? [node.name] : [])))];
}

/**
 * The first keys that are asked of a name in any way, `parent.get('a')` and `'a' in parent` too.
 * @returns undefined where the whole of it is looked at, so that any key may be
 */
export function allKeysOf(tree: Node, name: string): string[] | undefined {
  const isIt = (node: Node | undefined) => node?.kind === 'name' && node.name === name;
  const literal = (node: Node | undefined) =>
    node?.kind === 'literal' && typeof node.value === 'string' ? [node.value] : [];
  const nodes = [...nodesOf(tree)];
  const keys = nodes.flatMap((node) => {
    if (node.kind === 'member' && isIt(node.object)) return literal(node.key);
    if (node.kind === 'call' && node.name === 'get' && isIt(node.object)) return literal(node.parameters[0]);
    const isIn = node.kind === 'binary' && (node.operator === 'in' || node.operator === 'not in');
    return isIn && isIt(node.right) ? literal(node.left) : [];
  });
  return keys.length === nodes.filter(isIt).length ? [...new Set(keys)] : undefined;
}

/** `a` and `b` of `record.a.x == record['b']`, once each; a `.get()` and an `in` may well find none and do not count. */
export function keysOf(tree: Node, name: string): string[] {
  const keys = [...nodesOf(tree)].flatMap((node) => {
    if (node.kind !== 'member' || node.object.kind !== 'name' || node.object.name !== name) return [];
    return node.key.kind === 'literal' && typeof node.key.value === 'string' ? [node.key.value] : [];
  });
  return [...new Set(keys)];
}
