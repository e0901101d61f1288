// Reads a server's "there is more" flag, in the spellings that servers use.
import { SourceError } from '../../../core/errors.ts';
import { compilePath } from '../../../core/path.ts';
import { show } from '../../../core/text.ts';

/** True, false, or undefined where the body does not say. */
export type HasMore = (body: unknown) => boolean | undefined;

export function compileHasMore(path: string | undefined): HasMore {
  if (path === undefined) return () => undefined;
  const get = compilePath(path);
  return (body) => {
    const value = get(body);
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'boolean') return value;
    const word = String(value).toLowerCase();
    if (['true', '1', 'yes', 'y'].includes(word)) return true;
    if (['false', '0', 'no', 'n', ''].includes(word)) return false;
    throw new SourceError(`"${path}" should say whether there is more, but holds ${show(value)}`);
  };
}
