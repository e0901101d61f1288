// Body to records: by the data selector, or by the known envelope keys where none is configured.
import { compileSelector, type Select } from '../config/selector.ts';
import { SourceError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import { own } from '../core/path.ts';
import { excerpt, show } from '../core/text.ts';

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

/**
 * One per resource: the guess made on its first page is kept for all others.
 * @throws SourceError when the selector matches nothing, or no guess can be made
 */
export function recordSelector(written: string | undefined, resource: string, emit: Emit) {
  let select: Select | undefined = written === undefined ? undefined : compileSelector(written);
  let path = written;
  return (body: unknown): readonly unknown[] => {
    if (select === undefined) {
      path = guess(body);
      select = compileSelector(path);
      const message = `no data_selector; the records are taken from ${path === '$' ? 'the whole body' : `"${path}"`}`;
      emit({ kind: 'warning', resource, message });
    }
    const records = select(body);
    if (records !== undefined) return records;
    throw new SourceError(`data_selector "${path}" matches nothing in the body, which ${outline(body)}`, {
      hint: 'correct data_selector, or catch an error body that comes with HTTP 200 by response_actions',
    });
  };
}

function guess(body: unknown): string {
  if (Array.isArray(body)) return '$';
  const found = ENVELOPE_KEYS.find((key) => Array.isArray(own(body, key)));
  if (found !== undefined) return found;
  throw new SourceError(`no data_selector, and the records cannot be guessed: the body ${outline(body)}`, {
    hint: 'say in data_selector where the records are; `$` is the whole body',
  });
}

function outline(body: unknown): string {
  if (Array.isArray(body)) return `is a list of ${body.length}`;
  if (typeof body !== 'object' || body === null) return `is ${show(body)}`;
  return `has the keys ${excerpt(Object.keys(body).slice(0, 12).join(', '), 200) || '(none)'}`;
}
