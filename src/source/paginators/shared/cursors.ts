// Cursors between two pages: kept in a position as plain JSON, sent as what they were.
import { SourceError } from '../../../core/errors.ts';
import { ExactNumber, toExact } from '../../../core/exact-number.ts';
import { toJsonText } from '../../../core/json.ts';
import { parseJson } from '../../../core/parse-json.ts';
import { show } from '../../../core/text.ts';
import type { Json, PageRequest, Position } from '../contract.ts';

/** Whether a value says that there is no next page. */
export function isNoCursor(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    value === false ||
    value === 0 ||
    (typeof value === 'object' && !(value instanceof ExactNumber) && Object.keys(value).length === 0)
  );
}

/**
 * The position behind a cursor. A number that a double cannot hold is kept as its digits and its kind, and what goes into
 * a body as the JSON that it was.
 * @param place where it stood, for the message
 * @param isForBody true where it may be any JSON
 * @throws SourceError when it is neither text nor number, nor a list or an object of such
 */
export function positionOfCursor(value: unknown, place: string, isForBody = false): Position {
  if (typeof value === 'bigint') return { cursor: String(value), kind: 'bigint' };
  if (value instanceof ExactNumber) return { cursor: String(value), kind: 'decimal' };
  if (typeof value === 'string' || typeof value === 'number') return { cursor: value };
  if (isForBody && typeof value === 'object' && value !== null)
    return { cursor: toJsonText(value), kind: 'json' };
  if (Array.isArray(value)) return { cursor: value.map((inner) => parameter(inner, place)) };
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, inner]) => [name, parameter(inner, place)] as const);
    return { cursor: Object.fromEntries(members) };
  }
  throw notACursor(value, place);
}

function parameter(value: unknown, place: string): Json {
  if (typeof value === 'bigint' || value instanceof ExactNumber) return String(value);
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as Json;
  throw notACursor(value, place);
}

function notACursor(value: unknown, place: string): SourceError {
  return new SourceError(
    `the cursor at "${place}" is ${show(value)}, neither text nor number, nor a list or an object of such`,
  );
}

/**
 * The request for the page behind a cursor.
 * @param param query parameter that carries it
 * @param bodyPath the place in the JSON body that carries it instead
 */
export function requestOfCursor(
  { cursor, kind }: Position,
  param: string,
  bodyPath: string | undefined,
): PageRequest {
  if (cursor === null || cursor === undefined) return {};
  if (typeof cursor === 'object' && !Array.isArray(cursor)) {
    return { query: cursor as Readonly<Record<string, string | number | boolean | null>> };
  }
  if (bodyPath === undefined) return { query: { [param]: cursor as string | number } };
  const text = String(cursor);
  const value = kind === undefined ? cursor : kind === 'json' ? parseJson(text) : toExact(text);
  return { body: { [bodyPath]: value } };
}
