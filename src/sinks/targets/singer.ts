// A stream of Singer messages for a target that reads them: SCHEMA before the records of a stream, RECORD for each, and
// STATE behind all that it covers.
import type { Writable } from 'node:stream';
import { deletesKey } from '../../config/merge-rules.ts';
import type { ResourcePlan } from '../../config/pipeline.ts';
import type { JsonRecord } from '../../core/batch.ts';
import { toJsonText } from '../../core/json.ts';
import { own } from '../../core/path.ts';
import { compileLine } from '../formats/ndjson.ts';
import { readBookmarks, toBookmarks } from '../singer/bookmarks.ts';
import { isVersioned, type StreamTerms, schemaMessage } from '../singer/messages.ts';
import { streamSchema } from '../singer/schema.ts';
import { rejectsTo } from './rejects.ts';
import { refuseSameOutput } from './same-output.ts';
import { type StreamWriter, streamWriter } from './stream-writer.ts';
import type { Target } from './target.ts';

export interface SingerOptions {
  /** File for rejected records; without it the first one fails its resource. */
  readonly rejects?: string | undefined;
  /** File with the value of the last STATE message; it is read, never written. */
  readonly state?: string | undefined;
  /** Whether a catalog leaves a field of a stream out. */
  readonly isLeftOut?: (stream: string, field: string) => boolean;
}

/** @param stream stdout, which a target reads */
export function singerTarget(stream: Writable, options: SingerOptions): Target {
  const { state, isLeftOut = () => false } = options;
  const rejects = rejectsTo(options.rejects);
  const writer = streamWriter(stream);
  const versions = new Map<string, number>();

  return {
    async prepare(_resources, { others = [] }) {
      const files = { '--rejects': options.rejects, '--state': state };
      const asked = Object.entries(files).flatMap(([name, file]) =>
        file === undefined ? [] : { name, file },
      );
      await refuseSameOutput([...asked, ...others]);
      await rejects.prepare();
      writer.open();
    },
    async sink(resource) {
      const version = isVersioned(resource) ? Date.now() : undefined;
      if (version !== undefined) versions.set(resource.name, version);
      const messages = openStream(resource, writer, {
        version,
        isLeftOut: (field) => isLeftOut(resource.name, field),
      });
      return {
        async write(batch) {
          await rejects.sink.write(batch);
          await messages.write(batch.records);
        },
        // A stream without records has a table all the same.
        close: () => messages.write([]),
        abort: async () => {},
      };
    },
    readState: async () => (state === undefined ? undefined : readBookmarks(state)),
    ...(state === undefined ? {} : { statePlace: state }),
    async commit(outcomes, _startedAt, moved) {
      for (const { name, isComplete } of outcomes) {
        const version = versions.get(name);
        if (version === undefined || !isComplete) continue;
        await writer.write(`${JSON.stringify({ type: 'ACTIVATE_VERSION', stream: name, version })}\n`);
      }
      if (moved !== undefined)
        await writer.write(`${toJsonText({ type: 'STATE', value: toBookmarks(moved) })}\n`);
      writer.close();
      await rejects.publish();
      return [];
    },
    async abort() {
      writer.close();
      await rejects.discard();
    },
  };
}

function openStream(resource: ResourcePlan, writer: StreamWriter, terms: StreamTerms) {
  const { name, hard_delete: deletes } = resource;
  const { version, isLeftOut } = terms;
  const schema = streamSchema(resource, isLeftOut);
  const line = compileLine(resource, false);
  const start = `{"type":"RECORD","stream":${JSON.stringify(name)},"record":`;
  const versioned = version === undefined ? '' : `,"version":${version}`;
  let isTold = false;

  const textOf = (record: JsonRecord, now: string): string => {
    const text = line(withoutFields(record, isLeftOut));
    if (deletes === undefined || !deletesKey(own(record, deletes))) return text;
    const member = `"_sdc_deleted_at":"${now}"`;
    return text === '{}' ? `{${member}}` : `${text.slice(0, -1)},${member}}`;
  };

  return {
    async write(records: readonly JsonRecord[]): Promise<void> {
      let text = '';
      if (schema.learn(records) || !isTold) {
        text = schemaMessage(resource, schema.current());
        isTold = true;
      }
      const now = new Date().toISOString();
      const end = `${versioned},"time_extracted":"${now}"}\n`;
      for (const record of records) text += `${start}${textOf(record, now)}${end}`;
      if (text !== '') await writer.write(text);
    },
  };
}

function withoutFields(record: JsonRecord, isLeftOut: (field: string) => boolean): JsonRecord {
  if (!Object.keys(record).some(isLeftOut)) return record;
  return Object.fromEntries(Object.entries(record).filter(([field]) => !isLeftOut(field)));
}
