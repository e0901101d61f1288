// Reads a server's "there is more", in the spellings that servers use.
import { compilePath } from '../../../core/path.ts';

/** True, false, or undefined where the body does not say. */
export type HasMore = (body: unknown) => boolean | undefined;

const NO = new Set(['false', '0', 'no', 'n', '']);

/** Null says that there is no more, any other value that is no flag (a link, a cursor) that there is. */
export function compileHasMore(path: string | undefined): HasMore {
  if (path === undefined) return () => undefined;
  const get = compilePath(path);
  return (body) => {
    const value = get(body);
    if (value === undefined || typeof value === 'boolean') return value;
    if (value === null) return false;
    return typeof value === 'object' || !NO.has(String(value).toLowerCase());
  };
}
