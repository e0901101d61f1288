// The table of dlt's words: each once, and none that the language itself has.
import { expect, test } from 'vitest';
import { clientFields } from '../../src/config/client.ts';
import { columnSchema } from '../../src/config/columns.ts';
import { DLT_WORDS, dltWord, type Place } from '../../src/config/dlt-words.ts';
import { endpointFields, resourceFields } from '../../src/config/resource.ts';
import { oauth2ClientCredentials } from '../../src/source/auth/oauth2/index.ts';

const known: Readonly<Record<Place, readonly string[]>> = {
  client: [...Object.keys(clientFields), 'auth', 'paginator'],
  auth: Object.keys(oauth2ClientCredentials.options.shape),
  resource: [...Object.keys(resourceFields), 'name', 'endpoint', 'processing_steps'],
  endpoint: [...Object.keys(endpointFields), 'auth', 'paginator', 'partition_router'],
  column: [...Object.keys(columnSchema.shape), 'name'],
};

test('no word is the language’s own, nor there twice', () => {
  expect(DLT_WORDS.filter(({ place, word }) => known[place].includes(word))).toEqual([]);
  expect(new Set(DLT_WORDS.map(({ place, word }) => `${place} ${word}`)).size).toBe(DLT_WORDS.length);
});

test('a word is found in its own place alone', () => {
  expect(dltWord('resource', 'parallelized')?.treatment).toBe('ignored');
  expect(dltWord('column', 'unique')?.treatment).toBe('ignored');
  expect(dltWord('client', 'parallelized')).toBeUndefined();
  expect(dltWord('resource', 'toString')).toBeUndefined();
});

test('hints that begin with x- are columns’ alone', () => {
  expect(dltWord('column', 'x-anything')).toMatchObject({ word: 'x-anything', treatment: 'ignored' });
  expect(dltWord('resource', 'x-anything')).toBeUndefined();
  expect(dltWord('column', 'xanything')).toBeUndefined();
});
