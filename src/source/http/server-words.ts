// What a server says about an error in its own words, wherever in a body it says it.
import { own } from '../../core/path.ts';
import { excerpt } from '../../core/text.ts';

const KEYS = [
  'error_description',
  'error_message',
  'errorMessage',
  'message',
  'detail',
  'description',
  'reason',
  'title',
  'faultstring',
  'msg',
  'error',
];
const WRAPPERS = ['error', 'errors', 'fault', 'status', 'meta'];

/** The server's message, masked and on one line; undefined where the body holds none. */
export function serverWords(body: unknown): string | undefined {
  const found = find(body, 3);
  return found === undefined ? undefined : excerpt(found);
}

function find(body: unknown, depth: number): string | undefined {
  if (typeof body !== 'object' || body === null || depth === 0) return undefined;
  if (Array.isArray(body)) {
    const said = body.slice(0, 3).map((item) => (typeof item === 'string' ? item : find(item, depth - 1)));
    return said.filter((text) => text !== undefined).join('; ') || undefined;
  }
  for (const key of KEYS) {
    const value = own(body, key);
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  for (const key of WRAPPERS) {
    const said = find(own(body, key), depth - 1);
    if (said !== undefined) return said;
  }
  return undefined;
}

/**
 * GraphQL answers a failure with status 200 and a list of `errors`, often beside what it has of `data`.
 * @returns the server's words, or undefined for any other body
 */
export function graphqlErrors(body: unknown): string | undefined {
  const errors = own(body, 'errors');
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  if (!errors.every((error) => typeof own(error, 'message') === 'string')) return undefined;
  return serverWords(errors);
}

/**
 * A body that itself says that the request failed; it counts where it holds no records.
 * @returns the server's words, or undefined for any other body
 */
export function statedFailure(body: unknown): string | undefined {
  const flag = ['success', 'ok'].find((key) => own(body, key) === false);
  if (flag === undefined) return undefined;
  return `"${flag}" is false: ${serverWords(body) ?? 'no reason is given'}`;
}
