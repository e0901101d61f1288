// Cursors between two pages: kept in a position as plain JSON, sent as what they were.
import { SourceError } from '../../../core/errors.ts';
import { ExactNumber, toExact } from '../../../core/exact-number.ts';
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
 * The position behind a cursor. A number that a double cannot hold is kept as its digits and its kind.
 * @param place where it stood, for the message
 * @throws SourceError when it is neither text nor number, nor a list or an object of such
 */
export function positionOfCursor(value: unknown, place: string): Position {
  if (typeof value === 'bigint') return { cursor: String(value), kind: 'bigint' };
  if (value instanceof ExactNumber) return { cursor: String(value), kind: 'decimal' };
  if (typeof value === 'string' || typeof value === 'number') return { cursor: value };
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
    const parameters = cursor as Readonly<Record<string, string | number | boolean | null>>;
    return bodyPath === undefined ? { query: parameters } : { body: { [bodyPath]: parameters } };
  }
  if (bodyPath === undefined) return { query: { [param]: cursor as string | number } };
  return { body: { [bodyPath]: kind === undefined ? cursor : toExact(String(cursor)) } };
}
