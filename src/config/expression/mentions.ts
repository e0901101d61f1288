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

/** `a` and `b` of `record.a.x == record['b']`, once each; a `.get()` and an `in` may well find none and do not count. */
export function keysOf(tree: Node, name: string): string[] {
  const keys = [...nodesOf(tree)].flatMap((node) => {
    if (node.kind !== 'member' || node.object.kind !== 'name' || node.object.name !== name) return [];
    return node.key.kind === 'literal' && typeof node.key.value === 'string' ? [node.key.value] : [];
  });
  return [...new Set(keys)];
}
