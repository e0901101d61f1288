// Where the records are in a body: dotted path, `$` or JSONPath, compiled once.
import { query as queryJsonPath } from 'jsonpath-rfc9535';
import { compilePath, hasPath, isDottedPath } from '../core/path.ts';

/** The records of a body, or undefined when the selector matches nothing. */
export type Select = (body: unknown) => readonly unknown[] | undefined;

/**
 * Compiles a data selector.
 * @throws SyntaxError when it is neither a dotted path nor a JSONPath
 */
export function compileSelector(written: string): Select {
  if (written === '$') return (body) => asRecords(body);
  // `data[*]` and `$.data` are the path `data`: only what a dotted path cannot say needs the slower JSONPath.
  const plain = written.replace(/^\$\./, '').replace(/\[\*\]$/, '');
  if (isDottedPath(plain)) {
    const get = compilePath(plain);
    return (body) => (hasPath(body, plain) ? asRecords(get(body)) : undefined);
  }
  const query = written.startsWith('$') ? written : `$.${written}`;
  try {
    queryJsonPath({}, query);
  } catch (error) {
    throw new SyntaxError(`not a dotted path or JSONPath: "${written}" (${(error as Error).message})`);
  }
  return (body) => {
    const matches: readonly unknown[] = queryJsonPath(body as never, query);
    const [only] = matches;
    if (matches.length === 0) return undefined;
    return matches.length === 1 ? asRecords(only) : matches;
  };
}

/** One object is one record; null is none. */
function asRecords(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === null || value === undefined ? [] : [value];
}
