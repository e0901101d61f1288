// JSONPath (RFC 9535) over values with exact numbers. Its packages are loaded when the first one is compiled: few
// pipelines have one.
import { createRequire } from 'node:module';
import type { JsonPathQuery } from 'jsonpath-rfc9535/parser';
import {
  type Child,
  compileFilter,
  type InnerQuery,
  type Scope,
  type Segment,
  type Selector,
} from './json-path/filter.ts';

/** What a query finds. */
export interface Found {
  readonly values: readonly unknown[];
  /** False when a name or place that the query asks for is missing; an empty list under a wildcard is not missing. */
  readonly isThere: boolean;
}

export interface JsonPath {
  find(value: unknown): Found;
  /** Whether its last step picks entries (`[*]`, a slice, a filter) and not a name. */
  readonly picksEntries: boolean;
}

type Select = (value: unknown, root: unknown, into: unknown[]) => void;

const require = createRequire(import.meta.url);

/**
 * Compiles a JSONPath.
 * @throws SyntaxError when it is none
 */
export function compileJsonPath(path: string): JsonPath {
  const parse: (text: string) => JsonPathQuery = require('jsonpath-rfc9535/parser').default;
  let query: JsonPathQuery;
  try {
    query = parse(path);
  } catch (error) {
    throw new SyntaxError(String((error as Error).message).slice(0, 200), { cause: error });
  }
  refuseLongNumbers(path);
  const find = compileSegments(query.segments);
  const last = query.segments.at(-1)?.node;
  return { find: (value) => find(value, value), picksEntries: last !== undefined && canBeEmpty(last) };
}

// The parser gives doubles: a longer number would stand for its neighbours too.
function refuseLongNumbers(path: string): void {
  const bare = path.replace(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/g, "''");
  for (const [number] of bare.matchAll(/(?<![\w$])\d+(?:\.\d+)?/g)) {
    if (number.replace('.', '').replace(/^0+/, '').length <= 15) continue;
    throw new SyntaxError(`the number ${number} has more digits than a JSONPath can compare`);
  }
}

function compileSegments(segments: readonly Segment[]): (value: unknown, root: unknown) => Found {
  const steps = segments.map(({ type, node }) => {
    const isDeep = type === 'DescendantSegment';
    const select = compileChild(node);
    return { select: isDeep ? deep(select) : select, canBeEmpty: isDeep || canBeEmpty(node) };
  });
  return (value, root) => {
    let values: unknown[] = [value];
    for (const step of steps) {
      const next: unknown[] = [];
      for (const one of values) step.select(one, root, next);
      if (next.length === 0) {
        return { values: next, isThere: step.canBeEmpty && values.some((one) => typeof one === 'object') };
      }
      values = next;
    }
    return { values, isThere: true };
  };
}

// A wildcard, a slice or a filter over a list may well find nothing; a name may not.
function canBeEmpty(node: Child): boolean {
  if (node.type !== 'BracketedSelection') return node.type === 'WildcardSelector';
  return node.selectors.some((one) => one.type !== 'NameSelector' && one.type !== 'IndexSelector');
}

function compileChild(node: Child): Select {
  if (node.type !== 'BracketedSelection') return compileSelector(node);
  const parts = node.selectors.map(compileSelector);
  return (value, root, into) => {
    for (const part of parts) part(value, root, into);
  };
}

function compileSelector(node: Selector | Exclude<Child, { type: 'BracketedSelection' }>): Select {
  switch (node.type) {
    case 'NameSelector':
    case 'MemberNameShorthand': {
      const name = node.value;
      return (value, _root, into) => {
        if (isObject(value) && Object.hasOwn(value, name)) into.push(value[name]);
      };
    }
    case 'WildcardSelector':
      return (value, _root, into) => {
        for (const one of childrenOf(value)) into.push(one);
      };
    case 'IndexSelector': {
      const at = node.value;
      return (value, _root, into) => {
        const one = Array.isArray(value) ? value.at(at) : undefined;
        if (one !== undefined) into.push(one);
      };
    }
    case 'SliceSelector': {
      const { start, end, step } = node;
      return (value, _root, into) => {
        if (Array.isArray(value)) slice(value, start, end, step ?? 1, into);
      };
    }
    case 'FilterSelector': {
      const test = compileFilter(node.value, compileInner);
      return (value, root, into) => {
        for (const current of childrenOf(value)) if (test({ root, current })) into.push(current);
      };
    }
  }
}

/** The value and all within it, outer ones first, as RFC 9535 orders them. */
function deep(select: Select): Select {
  return (value, root, into) => {
    const waiting = [value];
    while (waiting.length > 0) {
      const current = waiting.pop();
      select(current, root, into);
      for (const child of [...childrenOf(current)].reverse()) waiting.push(child);
    }
  };
}

function slice(
  list: unknown[],
  start: number | null,
  end: number | null,
  step: number,
  into: unknown[],
): void {
  const { length } = list;
  const within = (at: number, low: number, high: number) =>
    Math.min(Math.max(at < 0 ? length + at : at, low), high);
  if (step > 0) {
    const to = within(end ?? length, 0, length);
    for (let i = within(start ?? 0, 0, length); i < to; i += step) into.push(list[i]);
  } else if (step < 0) {
    const to = end === null ? -1 : within(end, -1, length - 1);
    for (let i = within(start ?? length - 1, -1, length - 1); i > to; i += step) into.push(list[i]);
  }
}

function compileInner(query: InnerQuery): (scope: Scope) => readonly unknown[] {
  const isRelative = query.type === 'RelQuery' || query.type === 'RelSingularQuery';
  const find = compileSegments(query.segments.map(plainSegment));
  return ({ root, current }) => find(isRelative ? current : root, root).values;
}

// The grammar writes the steps of a query that leads to one value without the brackets around them.
function plainSegment(segment: InnerQuery['segments'][number]): Segment {
  if (segment.type !== 'SingularQuerySegment') return segment;
  const { node } = segment;
  if (node.type === 'MemberNameShorthand') return { type: 'ChildSegment', node };
  // The parser wraps an index in such a query twice, against its own types.
  const { selector = node } = node as typeof node & { selector?: typeof node };
  return { type: 'ChildSegment', node: { type: 'BracketedSelection', selectors: [selector] } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}
