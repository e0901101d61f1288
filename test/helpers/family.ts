// An API of parents and children: lists in pages of two, `/users/7/posts` beside `/posts?user=7`.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, queryOf } from './serve.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** What is told by path, before the family's own answers; undefined leaves the path to them. */
export function family(users: readonly object[], more: Readonly<Record<string, Answer>> = {}) {
  return (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const own = more[pathname];
    if (own !== undefined) {
      return own(request, response);
    }
    const query = queryOf(request);
    if (pathname === '/users') return page(response, users, query);
    const [, user] = /^\/users\/([^/]+)\/posts$/.exec(pathname) ?? [];
    const asked = [user ?? [], query.getAll('user'), request.headers['x-user'] ?? []].flat();
    if (user !== undefined || pathname === '/posts') {
      const ids = asked.flatMap((one) => decodeURIComponent(one).split(','));
      return json(response, { data: ids.flatMap((id) => [{ id: `${id}-a` }, { id: `${id}-b` }]) });
    }
    const [, post] = /^\/posts\/([^/]+)$/.exec(pathname) ?? [];
    if (post !== undefined) return json(response, { id: post, title: `Post ${post}` });
    const [, of] = /^\/posts\/([^/]+)\/comments$/.exec(pathname) ?? [];
    if (of !== undefined) return json(response, { data: [{ id: `${of}-1` }] });
    return json(response, { error: 'there is no such thing' }, 404);
  };
}

const SIZE = 2;

function page(response: ServerResponse, all: readonly object[], query: URLSearchParams): void {
  const number = Number(query.get('page') ?? 1);
  const next = number * SIZE < all.length ? `/users?page=${number + 1}` : null;
  json(response, { data: all.slice((number - 1) * SIZE, number * SIZE), next });
}

/** The resource of the parents; each page is asked for once. */
export const users = {
  name: 'users',
  endpoint: { data_selector: 'data', paginator: { type: 'json_link', next_url_path: 'next' } },
};

/** A resource of the children. */
export function child(name: string, endpoint: object, more: object = {}) {
  return { name, endpoint: { data_selector: 'data', paginator: 'single_page', ...endpoint }, ...more };
}

export const posts = child('posts', { path: 'users/{resources.users.id}/posts' });

export function people(count: number, from = 1): { id: number; name: string }[] {
  return Array.from({ length: count }, (_, at) => ({ id: from + at, name: `user ${from + at}` }));
}
