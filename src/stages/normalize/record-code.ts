// The usual record as generated code: every value already what its column wants, laid out as one object literal, so
// that all records of a resource share a shape. Whatever is unusual goes the long way (normalize.ts).
import { type Coerce, INVALID } from '../../columns/index.ts';
import { isNested, typeOf } from '../../columns/nested/index.ts';
import type { Column } from '../../config/columns.ts';
import type { JsonRecord } from '../../core/batch.ts';
import { type Getter, own, parsePath } from '../../core/path.ts';

export interface CompiledColumn {
  readonly column: Column;
  readonly coerce: Coerce;
  /** Gives what the column comes from. */
  readonly get: Getter;
  /** The field that it comes from as a whole; undefined where there is none to name. */
  readonly field: string | undefined;
}

/**
 * Compiles the columns.
 * @param addUndeclared called when the record holds more fields than the columns take
 * @returns a function that gives the normalized record, or undefined when a value needs the long way
 */
export function compileUsual<Result>(
  columns: readonly CompiledColumn[],
  addUndeclared: (record: JsonRecord, result: JsonRecord) => Result,
): (record: JsonRecord) => JsonRecord | Result | undefined {
  const lines: string[] = ['let v, n = 0;'];
  const sources = new Set<string>();
  for (const [i, { column, field }] of columns.entries()) {
    lines.push(`v = ${reader(field, i)};`);
    if (field !== undefined && !sources.has(field)) lines.push('if (v !== undefined) n += 1;');
    if (field !== undefined) sources.add(field);
    const isFine = typeOf(column).isFine ?? 'false';
    const onNull = column.nullable ? `c${i} = null` : 'return undefined';
    lines.push(
      `let c${i};
      if (v === null || v === undefined) ${onNull};
      else if (${isFine}) c${i} = v;
      else {
        c${i} = coerce[${i}](v);
        if (c${i} === INVALID${column.nullable ? '' : ` || c${i} === null`}) return undefined;
      }`,
    );
  }
  const members = columns.map(({ column }, i) => `[${JSON.stringify(column.name)}]: c${i}`);
  lines.push(`const result = {${members.join(', ')}};`);
  // With a path into an object, or a column that takes a part of one, fields cannot be told by their number.
  const isFlat = columns.every(({ field, column }) => field !== undefined && !isNested(column));
  lines.push(
    isFlat
      ? 'let keys = 0; for (const _ in record) keys += 1; return keys === n ? result : addUndeclared(record, result);'
      : 'return addUndeclared(record, result);',
  );
  const code = `return (record) => {\n${lines.join('\n')}\n};`;
  // Only numbers and JSON.stringify of names go into the code.
  const make = new Function('coerce', 'get', 'own', 'INVALID', 'addUndeclared', code);
  return make(
    columns.map(({ coerce }) => coerce),
    columns.map(({ get }) => get),
    own,
    INVALID,
    addUndeclared,
  );
}

// A plain access is quicker than a checked one; names that every object inherits need the check.
function reader(field: string | undefined, index: number): string {
  if (field === undefined) return `get[${index}](record)`;
  const name = JSON.stringify(field);
  return field in Object.prototype ? `own(record, ${name})` : `record[${name}]`;
}

/** The field that a path names, undefined where it leads into one. */
export function fieldOf(path: string): string | undefined {
  if (path !== '$' && !/[.[\]*]/.test(path)) return path;
  const [field, ...deeper] = parsePath(path) ?? [];
  return typeof field === 'string' && deeper.length === 0 ? field : undefined;
}
