// Whether an endpoint is that of one entity: its path ends in a value of a parent, as `posts/{resources.posts.id}`.
import { own } from '../core/path.ts';
import { PARENT_ROUTER, sentName } from './parent-router.ts';
import { parseReference, Template } from './template.ts';

/** @param endpoint as it is written, defaults laid under it; of any shape */
export function readsOneEntity(endpoint: unknown): boolean {
  const path = own(endpoint, 'path');
  if (typeof path !== 'string') return false;
  // A name behind a dot says the format: `items/{resources.items.id}.json`.
  const [, name] = /(?:^|\/)\{([^{}]+)\}(?:\.\w+)?\/?$/.exec(path.replace(/[?#].*$/s, '')) ?? [];
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
