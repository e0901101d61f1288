// feed: hands the values of each record to the resources that are read for it. The records pass as they are.
import type { Batch, JsonRecord } from '../core/batch.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import { SourceError } from '../core/errors.ts';
import type { FeedEntry } from '../core/feed.ts';
import { toJsonText } from '../core/json.ts';
import { compilePath, own } from '../core/path.ts';
import { show } from '../core/text.ts';
import type { ChildFeed } from './child-feed.ts';
import { KeySet } from './dedupe/key-set.ts';
import type { Stage, StageContext } from './stage.ts';

// Half a million parents are told apart in some 25 MB; beyond, fingerprints of them lie on disk.
const LIMITS = { inSet: 50_000, inTable: 250_000 };

const NAMED_BY = 10;

export const feed = {
  name: 'feed',
  counts: {},
  create({ primary_key: key }, { feeds = [] }: StageContext) {
    if (feeds.length === 0) return undefined;
    const feeders = feeds.map((one) => feeder(one, key));
    return {
      push(batch: Batch) {
        for (const one of feeders) one.push(batch);
        return batch;
      },
      end() {
        for (const one of feeders) one.end();
      },
      close() {
        for (const one of feeders) one.close();
      },
    };
  },
} satisfies Stage<never>;

/** What feeds one child: each distinct set of values once. */
function feeder({ link, feed }: ChildFeed, primaryKey: readonly string[]) {
  const getters = link.fields.map((path) => compilePath(path));
  const needed = new Map(link.keys.map(({ field, isInPath }) => [field, isInPath]));
  for (const { field, isInPath } of link.keys) if (isInPath) needed.set(field, true);
  const keyFields = [...needed.keys()];
  const seen = new KeySet(LIMITS);
  const found = new Set<number>();
  // Of the first records, for whoever wrote another one.
  const names = new Set<string>();
  let records = 0;

  const lacking = (entry: FeedEntry): number | undefined =>
    keyFields.find((field) => {
      const value = entry[field];
      return value === null || (value === '' && needed.get(field) === true);
    });
  const miss = (batch: Batch, index: number, record: unknown, field: number): void => {
    if (link.onMissing === 'skip') {
      feed.skipped += 1;
      return;
    }
    const where = `${nameOf(record, primaryKey) ?? `record ${index + 1}`} on page ${batch.page}`;
    const partition = batch.partition === '' ? '' : ` of ${batch.partition}`;
    const value = own(record, link.fields[field] ?? '') === undefined ? 'lacks' : 'has no value in';
    feed.fail(
      new SourceError(`its parent ${link.resource}: ${where}${partition} ${value} "${link.fields[field]}"`, {
        hint: 'on_missing: skip leaves such records of the parent out, and counts them',
      }),
    );
  };

  return {
    push(batch: Batch): void {
      if (feed.isClosed) return;
      for (const [index, record] of batch.records.entries()) {
        records += 1;
        if (records <= NAMED_BY) for (const name of Object.keys(record)) names.add(name);
        // A null is a value that is known to be none; what is left out of every record is a name that is wrong.
        const entry = getters.map((get, field) => {
          const value = get(record);
          if (value !== undefined) found.add(field);
          return value ?? null;
        });
        const missing = lacking(entry);
        if (missing !== undefined) {
          miss(batch, index, record, missing);
          continue;
        }
        if (seen.add(keyOf(entry, keyFields))) feed.push(entry);
      }
      // What is no object has no value either.
      for (const { record } of batch.rejects) miss(batch, batch.records.length, record, keyFields[0] ?? 0);
    },
    /** A field that no record has is a name that is wrong, and would be null in every record of the child. */
    end(): void {
      const never = link.included.find(({ field }) => !found.has(field));
      if (records === 0 || never === undefined || feed.isClosed) return;
      const field = link.fields[never.field] ?? '';
      feed.fail(
        new SourceError(
          `include_from_parent: no record of its parent ${link.resource} has "${field}"${didYouMean(field, [...names])}`,
          { hint: `"${never.as}" would be null in every record: correct the name, or leave it out` },
        ),
      );
    },
    close: () => seen.close(),
  };
}

/** A number and a text of the same digits are two. */
function keyOf(entry: FeedEntry, fields: readonly number[]): string | number {
  const [only] = fields;
  const value = fields.length === 1 && only !== undefined ? entry[only] : undefined;
  if (typeof value === 'number') return value;
  return toJsonText(fields.map((field) => entry[field]));
}

function nameOf(record: unknown, primaryKey: readonly string[]): string | undefined {
  const names = primaryKey.length > 0 ? primaryKey : ['id'];
  const parts = names.map((name) => own(record as JsonRecord, name));
  if (parts.some((part) => part === undefined || part === null)) return undefined;
  return `the record with ${names.map((name, i) => `${name} ${show(parts[i])}`).join(', ')}`;
}
