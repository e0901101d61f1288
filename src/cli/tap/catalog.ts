// The catalog of a pipeline, as `--discover` prints it: its streams, their schemas, and what may be chosen of them.
import type { ResourcePlan } from '../../config/pipeline.ts';
import { bookmarkOf } from '../../sinks/singer/messages.ts';
import { type JsonSchema, streamSchema } from '../../sinks/singer/schema.ts';

export type ReplicationMethod = 'INCREMENTAL' | 'FULL_TABLE';

export interface CatalogStream {
  readonly tap_stream_id: string;
  readonly stream: string;
  readonly schema: JsonSchema;
  readonly key_properties: readonly string[];
  readonly replication_method: ReplicationMethod;
  readonly replication_key?: string;
  readonly metadata: readonly { readonly breadcrumb: readonly string[]; readonly metadata: object }[];
}

export function replicationOf(resource: ResourcePlan): ReplicationMethod {
  return resource.endpoint.incremental === undefined ? 'FULL_TABLE' : 'INCREMENTAL';
}

/** Fields that a stream is nothing without. */
export function automaticFields(resource: ResourcePlan): readonly string[] {
  const { primary_key: keys, merge_key: groups, hard_delete: deletes, dedup_sort: sort } = resource;
  const others = [deletes, sort?.column, bookmarkOf(resource)].flatMap((name) => name ?? []);
  return [...new Set([...keys, ...groups, ...others])];
}

export function catalogOf(resources: readonly ResourcePlan[]): {
  readonly streams: readonly CatalogStream[];
} {
  return { streams: resources.map(streamOf) };
}

function streamOf(resource: ResourcePlan): CatalogStream {
  const { name, primary_key: keys, selected } = resource;
  const schema = streamSchema(resource, () => false).current();
  const automatic = automaticFields(resource);
  const bookmark = bookmarkOf(resource);
  const method = replicationOf(resource);
  const fields = Object.keys(schema.properties as object);
  return {
    tap_stream_id: name,
    stream: name,
    schema,
    key_properties: keys,
    replication_method: method,
    ...(bookmark === undefined ? {} : { replication_key: bookmark }),
    metadata: [
      {
        breadcrumb: [],
        metadata: {
          inclusion: 'available',
          'selected-by-default': selected,
          'table-key-properties': keys,
          'forced-replication-method': method,
          ...(bookmark === undefined ? {} : { 'valid-replication-keys': [bookmark] }),
        },
      },
      ...fields.map((field) => ({
        breadcrumb: ['properties', field],
        metadata: automatic.includes(field)
          ? { inclusion: 'automatic' }
          : { inclusion: 'available', 'selected-by-default': true },
      })),
    ],
  };
}
