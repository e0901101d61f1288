// No key of dlt's config is an unknown one: each is the language's own, or one that is left out or refused by name.
import { describe, expect, test } from 'vitest';
import { DLT_KEYS, DLT_REMARKS, type DltPlace } from '../../src/config/dlt-keys.ts';
import { knownKeys } from '../../src/config/schema-walk.ts';
import { own } from '../../src/core/path.ts';
import { builtIn } from '../../src/language/language.ts';
import { absenceOf } from '../programs/docs/dlt-table.ts';

const ENDPOINT = ['resources', 0, 'endpoint'];
const PLACES: Partial<Record<DltPlace, readonly PropertyKey[]>> = {
  config: [],
  client: ['client'],
  resource: ['resources', 0],
  endpoint: ENDPOINT,
  incremental: [...ENDPOINT, 'incremental'],
  response_action: [...ENDPOINT, 'response_actions', 0],
  processing_step: ['resources', 0, 'processing_steps', 0],
  column: ['resources', 0, 'columns', 'id'],
  schema_contract: ['resources', 0, 'schema_contract'],
};
const AUTHS = ['bearer', 'api_key', 'http_basic', 'oauth2_client_credentials'];
/** What is read before the schema sees it. */
const READ_BEFORE: Partial<Record<DltPlace, readonly string[]>> = {
  config: ['resource_defaults'],
  column: ['name'],
  schema_contract: ['tables'],
};

function known(place: DltPlace): readonly string[] {
  if (place === 'write_disposition') return ['disposition', 'strategy'];
  const path = PLACES[place];
  if (path !== undefined) return [...knownKeys(builtIn.schema, path, {}), ...(READ_BEFORE[place] ?? [])];
  const key = AUTHS.includes(place) ? 'auth' : 'paginator';
  const input = { client: { [key]: { type: place } } };
  return knownKeys(builtIn.schema, ['client', key], input);
}

const places = Object.keys(DLT_KEYS) as DltPlace[];

describe.each(places)('%s', (place) => {
  test.each(DLT_KEYS[place])('%s', (key) => {
    if (absenceOf(place, key) !== undefined) return;
    expect(known(place)).toContain(key);
  });

  test('remarks are about keys that there are', () => {
    for (const key of Object.keys(DLT_REMARKS[place] ?? {})) {
      expect(own(Object.fromEntries(DLT_KEYS[place].map((one) => [one, true])), key)).toBe(true);
    }
  });
});
