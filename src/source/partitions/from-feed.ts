// The records of a parent as slices of its child, each with the values that its requests are made with.
import type { ParentLink } from '../../config/parent-link.ts';
import type { JsonRecord } from '../../core/batch.ts';
import type { FeedEntry } from '../../core/feed.ts';
import { toJsonText } from '../../core/json.ts';
import { parsePath, setOwn, setPath } from '../../core/path.ts';
import type { Slice } from './contract.ts';

/**
 * Yields a slice for each entry.
 * @param link names the fields that the entries hold, in their order
 */
export async function* fromFeed(
  link: ParentLink,
  entries: AsyncIterable<FeedEntry>,
): AsyncGenerator<Slice, void, undefined> {
  const keyFields = [...new Set(link.keys.map(({ field }) => field))];
  for await (const entry of entries) {
    const values: JsonRecord = {};
    for (const { key, field } of link.keys) setOwn(values, key, entry[field]);
    const recordFields: JsonRecord = {};
    for (const { field, as } of link.included) setOwn(recordFields, as, entry[field]);
    yield {
      key: keyFields
        .map((field) => `${link.resource}.${link.fields[field]}=${textOf(entry[field])}`)
        .join('&'),
      params: {},
      headers: {},
      body: {},
      pathValues: {},
      recordFields,
      values,
      parent: parentOf(link, entry),
    };
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : toJsonText(value);
}

/** As much of the parent's record as travelled. */
function parentOf({ fields }: ParentLink, entry: FeedEntry): JsonRecord {
  const record: JsonRecord = {};
  fields.forEach((path, index) => {
    const steps = parsePath(path) ?? [path];
    // What a JSONPath found, or the end of a list, has no place of its own.
    const isPlace = steps.every((step) => typeof step === 'string' || step >= 0);
    if (isPlace && parsePath(path) !== undefined) setPath(record, path, entry[index]);
    else setOwn(record, path, entry[index]);
  });
  return record;
}
