// Whether an endpoint is that of one entity: its path ends in a value of a parent, as `posts/{resources.posts.id}`.
import { own } from '../core/path.ts';
import { PARENT_ROUTER, sentName } from './parent-router.ts';
import { parseReference, Template } from './template.ts';

/** @param endpoint as it is written, defaults laid under it; of any shape */
export function readsOneEntity(endpoint: unknown): boolean {
  const name = lastName(endpoint);
  if (name === undefined) return false;
  if (parseReference(name)?.root === 'resources') return true;
  const value = own(own(endpoint, 'params'), name);
  if (value instanceof Template) return value.whole?.root === 'resources';
  const routers = [own(endpoint, 'partition_router')].flat();
  return routers.some((router) => {
    const option = own(router, 'request_option');
    const sent = sentName(String(own(router, 'field')), own(option, 'field_name') as string | undefined);
    return (
      own(router, 'type') === PARENT_ROUTER &&
      own(option, 'inject_into') === 'path' &&
      sent === name &&
      (own(router, 'group_size') ?? 1) === 1
    );
  });
}

/**
 * Whether its path ends in a value that the endpoint itself gives: `posts/{id}` with `params: {id: 7}`. What else the
 * answer says of pages is looked at all the same, for such a value may be the name of a collection, too.
 * @param endpoint as above
 */
export function readsGivenEntity(endpoint: unknown): boolean {
  const name = lastName(endpoint);
  const value = name === undefined ? undefined : own(own(endpoint, 'params'), name);
  return value !== undefined && value !== null && typeof value !== 'object';
}

/** The name that is the last segment of a path, or stands before the ending of it: `items/{resources.items.id}.json`. */
function lastName(endpoint: unknown): string | undefined {
  const path = own(endpoint, 'path');
  if (typeof path !== 'string') return undefined;
  return /(?:^|\/)\{([^{}]+)\}(?:\.\w+)?\/?$/.exec(path.replace(/[?#].*$/s, ''))?.[1];
}
