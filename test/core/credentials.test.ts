import { describe, expect, test } from 'vitest';
import { isCredentialName, maskQuery, registerCredentials } from '../../src/core/credentials.ts';
import { mask } from '../../src/core/mask.ts';

describe('names', () => {
  test.each([
    ...[
      'api_key',
      'apiKey',
      'api-key',
      'apikey',
      'X-Api-Key',
      'access_token',
      'accessToken',
      'token',
      'password',
    ],
    ...[
      'client_secret',
      'Authorization',
      'Cookie',
      'private_key',
      'signature',
      'x-auth-token',
      'subscription-key',
    ],
  ])('%s is one of a credential', (name) => {
    expect(isCredentialName(name)).toBe(true);
  });

  test.each([
    ...[
      'primary_key',
      'key',
      'sort_key',
      'token_url',
      'token_path',
      'page_token',
      'next_page_token',
      'pageToken',
    ],
    ...['tokens', 'secretary', 'foreign_key', 'cursor_key', 'signature_date', 'monkey'],
  ])('%s is none', (name) => {
    expect(isCredentialName(name)).toBe(false);
  });
});

test('texts under such names are registered, at any depth, also where they do not belong', () => {
  registerCredentials({
    client: { params: { api_key: 'literal-key-1' }, auth: { type: 'bearer', token: ['literal-token-2'] } },
    resources: [{ endpoint: { json: { login: { password: 'literal-pass-3' } }, path: 'plain-path-4' } }],
  });
  expect(mask('literal-key-1 literal-token-2 literal-pass-3 plain-path-4')).toBe('*** *** *** plain-path-4');
});

test('columns, placeholders and what lies deeper under such a name are not', () => {
  registerCredentials({
    columns: { token: { data_type: 'text', from: 'auth.token_value' } },
    params: { access_token: '{resources.logins.token}' },
    token: { path: 'where.it.stands' },
  });
  const text = 'auth.token_value {resources.logins.token} where.it.stands';
  expect(mask(text)).toBe(text);
});

test('a query hides what is secret by its name, whoever wrote it', () => {
  expect(maskQuery('?page=2&access_token=abc&api%5Fkey=d%FFe&b=%FF')).toBe(
    '?page=2&access_token=***&api%5Fkey=***&b=%FF',
  );
});
