// An address to base_url, path and params; and to names.
import { expect, test } from 'vitest';
import { namesOf, readAddress } from '../../../src/run/discover/address.ts';

test.each([
  [
    'https://api.github.com/repos/o/r/issues',
    'https://api.github.com',
    '/repos/o/r/issues',
    'github',
    'issues',
  ],
  ['api.example.com/v1/orders?page=1', 'https://api.example.com/v1', '/orders', 'example', 'orders'],
  [
    'https://example.com/wp-json/wp/v2/posts',
    'https://example.com/wp-json/wp/v2',
    '/posts',
    'example',
    'posts',
  ],
  [
    'https://shop.example.com/api/2024/items/',
    'https://shop.example.com/api/2024',
    '/items/',
    'example',
    'items',
  ],
  ['http://localhost:8080/products.json', 'http://localhost:8080', '/products.json', 'products', 'products'],
  ['https://example.com/v1', 'https://example.com', '/v1', 'example', 'items'],
  ['https://example.com', 'https://example.com', '/', 'example', 'items'],
  ['https://example.com/api/users/42#top', 'https://example.com/api', '/users/42', 'example', 'users'],
])('%s', (text, base_url, path, pipeline, resource) => {
  const address = readAddress(text);
  expect(address).toMatchObject({ base_url, path });
  expect(namesOf(address)).toEqual({ pipeline, resource });
  const asked = new URL(address.base_url + (path === '/' ? '' : path));
  expect(asked.pathname).toBe(address.url.pathname);
});

test('braces are doubled, repeated names are lists, credentials are names', () => {
  const { params, secrets } = readAddress(
    'https://x.test/a?f={b}&id=1&id=2&access_token=t0p&page_token=z&key=k3y',
  );
  expect(params).toEqual({
    f: '{{b}}',
    id: ['1', '2'],
    access_token: { secret: 'access_token' },
    page_token: 'z',
    key: { secret: 'api_key' },
  });
  expect(secrets).toEqual({ access_token: 't0p', api_key: 'k3y' });
});
