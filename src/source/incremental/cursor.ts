// The cursor of a resource: its value in a record, and which of two values is the later one.
import { compareOrdered, type Ordered, orderedReader } from '../../columns/ordered.ts';
import type { IncrementalPlan } from '../../config/incremental.ts';
import { cursorColumn } from '../../config/incremental-rules.ts';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { SourceError } from '../../core/errors.ts';
import { toJsonText } from '../../core/json.ts';
import { compilePath } from '../../core/path.ts';
import { show } from '../../core/text.ts';

export interface Cursor {
  /**
   * @returns undefined where the record has no value: none, null or an empty text
   * @throws SourceError for a value without an order, or of another kind than those before it
   */
  of(record: unknown): Ordered | undefined;
  /** A value that the pipeline, the state or the command line holds; @throws as `of` does. */
  read(raw: unknown, what: string): Ordered;
  /** Below zero where the first comes before the second, in the direction that the resource is read. */
  compare(a: Ordered, b: Ordered): number;
  /** The same by the values alone, the lowest first. */
  compareValues(a: Ordered, b: Ordered): number;
}

export function cursorOf(plan: ResourcePlan, incremental: IncrementalPlan): Cursor {
  const { cursor_path: path, format, last_value_func: last } = incremental;
  const column = cursorColumn(plan.columns, incremental);
  const get = compilePath(path);
  const read = orderedReader(column, format);
  const place = `cursor_path "${path}"`;
  let first: { readonly kind: Ordered['kind']; readonly words: string } | undefined;

  const known = (value: Ordered, what: string): Ordered => {
    if (first === undefined) first = { kind: value.kind, words: `${show(value.raw)} in ${what}` };
    if (first.kind === value.kind) return value;
    throw new SourceError(
      `${place}: ${show(value.raw)} in ${what} is a ${value.kind}, and ${first.words} a ${first.kind}; they have no order`,
      { hint: 'declare the column of the cursor, whose type its values are brought to' },
    );
  };
  const unordered = (raw: unknown, what: string) =>
    new SourceError(
      `${place}: ${show(raw)} in ${what} is no ${column === undefined ? 'number, moment or text' : column.data_type}`,
      { hint: 'correct cursor_path, or the column that declares it' },
    );

  return {
    of(record) {
      const raw = get(record);
      if (raw === undefined || raw === null || raw === '') return undefined;
      const value = read(raw);
      if (value === undefined) throw unordered(raw, 'a record');
      return first?.kind === value.kind ? value : known(value, 'a record');
    },
    read(raw, what) {
      const value = read(raw);
      if (value === undefined) throw unordered(raw, what);
      return known(value, what);
    },
    compare: directed(last),
    compareValues: compareOrdered,
  };
}

function directed(last: IncrementalPlan['last_value_func']): Cursor['compare'] {
  if (last === 'max') return compareOrdered;
  if (last === 'min') return (a, b) => compareOrdered(b, a);
  return (a, b) => {
    if (compareOrdered(a, b) === 0) return 0;
    const picked = toJsonText(last([a.raw, b.raw]));
    if (picked === toJsonText(b.raw)) return -1;
    if (picked === toJsonText(a.raw)) return 1;
    throw new SourceError(
      `last_value_func gave ${picked}, which is neither ${show(a.raw)} nor ${show(b.raw)}`,
      {
        hint: 'it must give one of the values of its list',
      },
    );
  };
}
