// The state as the value of a STATE message: by stream under `bookmarks`, where tools of Singer look for it.
import { describe, StateError } from '../../core/errors.ts';
import { readOwnFile } from '../../core/files/read-file.ts';
import { toJsonText } from '../../core/json.ts';
import { parseJson } from '../../core/parse-json.ts';

/** @param state as a run gives it */
export function toBookmarks(state: string): object {
  const { resources, ...head } = parseJson(state) as { readonly resources: object };
  return { bookmarks: resources, ...head };
}

/**
 * Reads what a target gave back: the value of the last STATE message.
 * @returns the state as a run takes it; undefined for an empty object, with which some tools begin
 * @throws StateError where there is none to be read
 */
export async function readBookmarks(file: string): Promise<string | undefined> {
  const hint = 'give the last line that the target wrote, or leave --state out for the first run';
  const fail = (what: string, cause?: unknown) =>
    new StateError(`the state ${file} ${what}`, { hint, ...(cause === undefined ? {} : { cause }) });
  const text = await readOwnFile(file).catch((error: unknown) => {
    throw fail(`cannot be read: ${describe(error)}`, error);
  });
  if (text === undefined) throw fail('is not there');
  if (text.trim() === '') throw fail('is empty');
  let written: unknown;
  try {
    written = parseJson(text);
  } catch (error) {
    throw fail(`is damaged: ${describe(error)}`, error);
  }
  if (isEmpty(written)) return undefined;
  if (typeof written !== 'object' || written === null || !('bookmarks' in written)) {
    throw fail('has no bookmarks, so no run of penstock has written it');
  }
  const { bookmarks: resources, ...head } = written;
  return toJsonText({ ...head, resources });
}

function isEmpty(written: unknown): boolean {
  return (
    typeof written === 'object' &&
    written !== null &&
    !Array.isArray(written) &&
    Object.keys(written).length === 0
  );
}
