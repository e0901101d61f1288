// dlt's words that penstock has not got, or that mean nothing here: one table for the messages and the reference.

export type Place = 'client' | 'auth' | 'resource' | 'endpoint' | 'column';

export interface DltWord {
  readonly place: Place;
  readonly word: string;
  /** Left out with a notice, since nothing depends on it here; or refused, since records would differ. */
  readonly treatment: 'ignored' | 'refused';
  /** Why it is ignored, or what to do instead. */
  readonly says: string;
}

const ignored = (place: Place, says: string, ...words: string[]): DltWord[] =>
  words.map((word) => ({ place, word, treatment: 'ignored', says }));

const refused = (place: Place, word: string, says: string): DltWord => ({
  place,
  word,
  treatment: 'refused',
  says,
});

/** What the language's own declarations know is not looked up here. */
export const DLT_WORDS: readonly DltWord[] = [
  refused('client', 'session', 'put what the session adds into headers, params, auth, timeout and retry'),
  refused('resource', 'incremental', 'say it as endpoint.incremental'),
  refused('auth', 'session', 'put what the session adds into client.headers, retry and timeout'),
  ...ignored('auth', 'a token is fetched by every run, as in dlt', 'access_token'),
  ...ignored('resource', 'nested values stay JSON in one column', 'nested_hints'),
  ...ignored(
    'resource',
    'a hint for a destination',
    'table_format',
    'file_format',
    'references',
    'parent_table_name',
  ),
  ...ignored('resource', 'resources are read side by side anyway', 'parallelized'),
  ...ignored('column', 'a hint for a destination', 'unique', 'sort', 'cluster', 'partition', 'variant'),
  ...ignored('column', 'dlt’s own bookkeeping', 'row_key', 'root_key', 'parent_key', 'incremental'),
];

/** Looks up a word that the language does not know; hints whose names begin with `x-` are ignored as in dlt. */
export function dltWord(place: Place, word: string): DltWord | undefined {
  if (place === 'column' && word.startsWith('x-')) {
    return { place, word, treatment: 'ignored', says: 'a hint for a destination' };
  }
  return DLT_WORDS.find((one) => one.place === place && one.word === word);
}

/** Where dlt says `location: param`. */
export const DLT_LOCATIONS: Readonly<Record<string, string>> = { param: 'query' };

/** What dlt says of a cursor, and means nothing here. */
export const INCREMENTAL_WORDS: Readonly<Record<string, string>> = {
  allow_external_schedulers: 'a run begins where the state or --since says',
  primary_key: 'records that come again are told by their content',
};
