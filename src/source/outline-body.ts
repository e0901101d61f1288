// What a body looks like, for the message that a path leads nowhere in it.
import { didYouMean } from '../core/did-you-mean.ts';
import { own, parsePath } from '../core/path.ts';
import { excerpt, show } from '../core/text.ts';
import { serverWords } from './http/server-words.ts';

/**
 * The outline of a body: its keys, and where a path leaves it those that are there.
 * @param path what was looked for
 */
export function outlineBody(body: unknown, path = ''): string {
  if (Array.isArray(body)) return `is a list of ${body.length}`;
  if (!isObject(body)) return `is ${show(body)}`;
  const words = serverWords(body);
  const [place, keys, near] = whereItLeaves(body, path);
  const inner = place === '' ? near : `; "${excerpt(place)}" has the keys ${listOf(keys)}${near}`;
  return `has the keys ${listOf(Object.keys(body))}${inner}${words === undefined ? '' : `; it says: ${words}`}`;
}

// The part of the path that leads to an object, and what that object has in place of the next name.
function whereItLeaves(body: object, path: string): [place: string, keys: readonly string[], near: string] {
  // Up to what finds many, a path leads to one place.
  const steps = parsePath(path.replace(/\[[*?].*$/s, '')) ?? [];
  let current = body;
  let place = '';
  for (const step of steps) {
    const inner = own(current, String(step));
    if (!isObject(inner)) {
      const keys = Object.keys(current);
      return [place, keys, didYouMean(String(step), keys)];
    }
    current = inner;
    place = place === '' ? String(step) : `${place}.${step}`;
  }
  return ['', [], ''];
}

function listOf(keys: readonly string[]): string {
  return excerpt(keys.slice(0, 12).join(', '), 200) || '(none)';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
