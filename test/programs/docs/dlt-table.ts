// What penstock does with each key of dlt's config, for the reference.
import { DISPOSITION_WORDS } from '../../../src/config/dlt-hints.ts';
import { DLT_KEYS, DLT_REMARKS, type DltPlace } from '../../../src/config/dlt-keys.ts';
import { DLT_WORDS, dltWord, INCREMENTAL_WORDS, type Place } from '../../../src/config/dlt-words.ts';
import { own } from '../../../src/core/path.ts';

const NAMES: Partial<Record<DltPlace, string>> = {
  config: 'the config',
  resource: 'a resource',
  column: 'a column',
  response_action: 'a response action',
  processing_step: 'a processing step',
};

/** Of which of our places a place of dlt's is, for the words that penstock has not. */
export const PLACE_OF: Partial<Record<DltPlace, Place>> = {
  client: 'client',
  oauth2_client_credentials: 'auth',
  resource: 'resource',
  endpoint: 'endpoint',
  column: 'column',
};

/** Why a key is left out or refused; undefined for one that penstock has. */
export function absenceOf(place: DltPlace, key: string): string | undefined {
  const ours = PLACE_OF[place];
  const word = place === 'processing_step' ? dltWord('resource', 'processing_steps') : undefined;
  const theirs = word ?? (ours === undefined ? undefined : dltWord(ours, key));
  const found = theirs ?? (place === 'write_disposition' ? own(DISPOSITION_WORDS, key) : undefined);
  if (found !== undefined) {
    const { treatment, says } = found as { treatment: string; says: string };
    return treatment === 'ignored' ? `left out with a notice: ${says}` : `refused: ${says}`;
  }
  const says = place === 'incremental' ? own(INCREMENTAL_WORDS, key) : undefined;
  return says === undefined ? undefined : `left out with a notice: ${says}`;
}

/** Rows of place, keys, treatment; the keys that mean what they mean in dlt stand together. */
export function dltRows(): string[][] {
  const places = Object.keys(DLT_KEYS) as DltPlace[];
  const rows = places.flatMap((place) => {
    const name = NAMES[place] ?? `\`${place}\``;
    const told = DLT_KEYS[place].map((key) => {
      const remark = own(DLT_REMARKS[place], key) as string | undefined;
      return { key, says: absenceOf(place, key) ?? remark };
    });
    const same = told.filter(({ says }) => says === undefined).map(({ key }) => `\`${key}\``);
    const others = told.filter(({ says }) => says !== undefined);
    return [
      ...(same.length === 0 ? [] : [[name, same.join(' '), 'as in dlt']]),
      ...others.map(({ key, says }) => [name, `\`${key}\``, says ?? '']),
    ];
  });
  // Words that dlt's types do not name at these places, and that are written there all the same.
  const more = DLT_WORDS.filter(({ place, word }) => {
    const theirs = places.find((one) => PLACE_OF[one] === place);
    return theirs === undefined || !(DLT_KEYS[theirs] as readonly string[]).includes(word);
  });
  return [
    ...rows,
    ...more.map(({ place, word, treatment, says }) => [
      NAMES[place as DltPlace] ?? `\`${place}\``,
      `\`${word}\``,
      treatment === 'ignored' ? `left out with a notice: ${says}` : `refused: ${says}`,
    ]),
  ];
}
