// feed: hands the values of each record to the resources that are read for it. The records pass as they are.
import type { Batch, JsonRecord } from '../core/batch.ts';
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

export const feed = {
  name: 'feed',
  counts: {},
  create({ name, primary_key: key }, { feeds = [], emit }: StageContext) {
    if (feeds.length === 0) return undefined;
    const feeders = feeds.map((one) => feeder(one, key));
    return {
      push(batch: Batch) {
        for (const one of feeders) one.push(batch);
        return batch;
      },
      end() {
        for (const message of feeders.flatMap((one) => one.warnings())) {
          emit({ kind: 'notice', resource: name, message });
        }
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
        const entry = getters.map((get) => get(record) ?? null);
        const missing = lacking(entry);
        if (missing !== undefined) {
          miss(batch, index, record, missing);
          continue;
        }
        for (const [field, value] of entry.entries()) if (value !== null) found.add(field);
        if (seen.add(keyOf(entry, keyFields))) feed.push(entry);
      }
      // What is no object has no value either.
      for (const { record } of batch.rejects) miss(batch, batch.records.length, record, keyFields[0] ?? 0);
    },
    warnings(): string[] {
      if (records === 0) return [];
      const never = link.included.filter(({ field }) => !found.has(field));
      return never.map(
        ({ field, as }) =>
          `no record has "${link.fields[field]}", so "${as}" is null in every record that is read for it`,
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
