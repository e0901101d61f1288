// Body to records: by the data selector, or by the known envelope keys where none is configured.
import type { ResponseFormat } from '../config/fields.ts';
import type { EndpointPlan } from '../config/pipeline.ts';
import { compileSelector, NO_RECORDS, type Select } from '../config/selector.ts';
import { SourceError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import { ExactNumber } from '../core/exact-number.ts';
import { own } from '../core/path.ts';
import { show } from '../core/text.ts';
import { watchAbsence } from './bodies/absence.ts';
import { BODY_FORMATS } from './bodies/index.ts';
import { LongList } from './bodies/long-list.ts';
import { rowNamer } from './name-rows.ts';
import { outlineBody } from './outline-body.ts';

// In the order in which they are tried.
const ENVELOPE_KEYS = [
  'data',
  'items',
  'results',
  'records',
  'values',
  'value',
  'entries',
  'objects',
  'rows',
  'content',
];

/** The records of a page. */
export interface Selection {
  readonly records: readonly unknown[];
  /** False where no list stood in their place: null, an object without keys. */
  readonly isList: boolean;
  /** Set where there are more than are held at once; then `records` are the last of them. */
  readonly long?: LongList;
}

type Places = Pick<EndpointPlan, 'data_selector' | 'columns_path'>;

/**
 * One per resource: the guess made on its first page is kept for all others.
 * @throws SourceError when the selector matches nothing or no records, or no guess can be made
 */
export function recordSelector(
  { data_selector: chosen, columns_path: columnsPath }: Places,
  format: ResponseFormat,
  resource: string,
  emit: Emit,
) {
  // A body of lines or rows is itself the list.
  const written = chosen ?? (BODY_FORMATS[format].isOpenEnded ? '$' : undefined);
  let select: Select | undefined = written === undefined ? undefined : compileSelector(written);
  let path = written ?? '';
  const absence = format === 'xml' ? watchAbsence(path) : undefined;
  const nameRows = columnsPath === undefined ? undefined : rowNamer(columnsPath);
  const selectIn = (body: unknown): Selection => {
    if (select === undefined) {
      path = guess(body);
      select = compileSelector(path);
      const message = `no data_selector; the records are taken from ${path === '$' ? 'the whole body' : `"${path}"`}`;
      emit({ kind: 'warning', resource, message });
    }
    const found = select(body);
    if (found !== undefined) {
      absence?.found(body);
      return selectionOf(nameRows?.(body, found) ?? found, path);
    }
    if (absence?.isEmptyList(body)) return { records: [], isList: true };
    throw new SourceError(
      `data_selector "${path}" matches nothing in the body, which ${outlineBody(body, path)}`,
      {
        hint: 'correct data_selector, or catch an error body that comes with HTTP 200 by response_actions',
      },
    );
  };
  return (body: unknown): Selection => {
    if (!(body instanceof LongList)) return selectIn(body);
    const { last, whole } = body;
    const selection = whole === undefined ? selectionOf(last, '$') : selectIn(body.body);
    // What picks other records than this very list is shown all of them.
    return whole === undefined || selection.records === last
      ? { ...selection, long: body }
      : selectIn(whole());
  };
}

function selectionOf(found: readonly unknown[], path: string): Selection {
  const [first] = found;
  if (found.length === 1 && isRecord(first) && Object.keys(first).length === 0)
    return { records: [], isList: false };
  // Among records one that is none is put aside; where none is one, the selector or the answer is wrong.
  if (found.length > 0 && !found.some(isRecord)) {
    throw new SourceError(`data_selector "${path}" finds ${show(first)} where a record should be`, {
      hint: 'correct data_selector, or catch an error body that comes with HTTP 200 by response_actions',
    });
  }
  return { records: found, isList: found !== NO_RECORDS };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && !(value instanceof ExactNumber);
}

function guess(body: unknown): string {
  if (Array.isArray(body)) return '$';
  const found = ENVELOPE_KEYS.find((key) => Array.isArray(own(body, key)));
  if (found !== undefined) return found;
  throw new SourceError(
    `no data_selector, and the records cannot be guessed: the body ${outlineBody(body)}`,
    {
      hint: 'say in data_selector where the records are; `$` is the whole body',
    },
  );
}
