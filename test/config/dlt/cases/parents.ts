// Parents and children: {resources.…} wherever it may stand, the older resolve, what is taken from the parent.
import { all, routes, things } from '../apis.ts';
import type { Call, DltCase, Item, Reply } from '../case.ts';

const users = things(3, (id) => ({ team: { id: `t${id}` } }));
const postsOf = (user: unknown): Item[] => things(2, (id) => ({ id: Number(user) * 10 + id, user }));
const posts = users.flatMap(({ id }) => postsOf(id));
const single = { data_selector: 'data', paginator: 'single_page' };
const parent = { name: 'users', endpoint: { path: 'users', ...single } };

/** The posts of the user that a call names, and the users. */
const api =
  (userIn: (call: Call) => unknown): DltCase['api'] =>
  (call): Reply => {
    if (call.path === '/users') return all(users)(call);
    const user = userIn(call);
    return {
      body: { data: user === undefined || user === null ? [{ id: 'wrong' }] : postsOf(Number(user)) },
    };
  };

const inPath = ({ path }: Call) => /^\/users\/(\d+)\/posts$/.exec(path)?.[1];

const child = (
  name: string,
  endpoint: object,
  userIn: (call: Call) => unknown,
  more: object = {},
): DltCase => ({
  name,
  config: (base) => ({
    client: { base_url: base },
    resources: [parent, { name: 'posts', ...more, endpoint: { path: 'posts', ...single, ...endpoint } }],
  }),
  api: api(userIn),
  records: { users, posts },
});

export const parents: readonly DltCase[] = [
  child('child-in-the-path', { path: 'users/{resources.users.id}/posts' }, inPath),
  child(
    'child-by-resolve',
    {
      path: 'users/{user_id}/posts',
      params: { user_id: { type: 'resolve', resource: 'users', field: 'id' } },
    },
    inPath,
  ),
  child('child-in-a-param', { params: { user: '{resources.users.id}', kind: 'all' } }, ({ query }) =>
    query.get('user'),
  ),
  child(
    'child-in-a-nested-field-of-a-header',
    { headers: { 'X-Team': '{resources.users.team.id}' } },
    ({ headers }) => String(headers['x-team']).slice(1),
  ),
  child(
    'child-in-a-body',
    { method: 'POST', json: { filter: { users: ['{resources.users.id}'] } } },
    ({ body }) => (body.filter as { users?: number[] })?.users?.find((one) => typeof one === 'number'),
    { parallelized: true },
  ),
  {
    ...child('child-with-fields-of-its-parent', { path: 'users/{resources.users.id}/posts' }, inPath, {
      include_from_parent: ['id', 'name'],
    }),
    records: {
      posts: users.flatMap(({ id, name }) =>
        postsOf(id).map((post) => ({ ...post, _users_id: id, _users_name: name })),
      ),
    },
  },
  {
    name: 'one-entity-of-each-parent',
    config: (base) => ({
      client: { base_url: base },
      resources: [parent, { name: 'user', endpoint: { path: 'users/{resources.users.id}' } }],
    }),
    api: routes({
      '/users': all(users),
      ...Object.fromEntries(
        users.map((user) => [`/users/${user.id}`, () => ({ body: { ...user, items: [{ x: 1 }] } })]),
      ),
    }),
    records: { user: users.map((user) => ({ ...user, items: [{ x: 1 }] })) },
  },
  {
    name: 'one-entity-by-a-param',
    config: (base) => ({
      client: { base_url: base },
      resources: [{ name: 'user', endpoint: { path: 'users/{id}', params: { id: 2 } } }],
    }),
    api: routes({ '/users/2': () => ({ body: { id: 2, items: [{ x: 1 }] } }) }),
    records: { user: [{ id: 2, items: [{ x: 1 }] }] },
  },
  {
    name: 'grandchildren',
    config: (base) => ({
      client: { base_url: base },
      resources: [
        { ...parent, selected: false },
        { name: 'posts', endpoint: { path: 'users/{resources.users.id}/posts', ...single } },
        { name: 'comments', endpoint: { path: 'posts/{resources.posts.id}/comments', ...single } },
      ],
    }),
    api: (call) => {
      const post = /^\/posts\/(\d+)\/comments$/.exec(call.path)?.[1];
      return post === undefined ? api(inPath)(call) : { body: { data: [{ id: 1, post: Number(post) }] } };
    },
    records: { posts, comments: posts.map(({ id }) => ({ id: 1, post: id })) },
  },
];
