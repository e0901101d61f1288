// What is said of a stream as a whole: its SCHEMA message, and whether a run brings a whole new version of it.
import { versionOrder } from '../../config/merge-rules.ts';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { parsePath } from '../../core/path.ts';
import type { JsonSchema } from './schema.ts';

export interface StreamTerms {
  /** Told with each record of a stream whose earlier records give way. */
  readonly version: number | undefined;
  readonly isLeftOut: (field: string) => boolean;
}

/** Whether what the target has of earlier runs gives way once the stream is complete (ACTIVATE_VERSION). */
export function isVersioned(resource: ResourcePlan): boolean {
  const { write_disposition: disposition, vanished } = resource;
  return disposition === 'replace' || (disposition === 'merge' && vanished !== 'keep');
}

/** The field that says how new a record is; undefined where the stream is read whole, or it is no field of its own. */
export function bookmarkOf(resource: ResourcePlan): string | undefined {
  if (resource.endpoint.incremental === undefined) return undefined;
  const order = versionOrder({ ...resource, dedup_sort: undefined });
  const [field, ...rest] = parsePath(order?.path ?? '') ?? [];
  return typeof field === 'string' && rest.length === 0 ? field : undefined;
}

/** One line. */
export function schemaMessage(resource: ResourcePlan, schema: JsonSchema): string {
  const { name: stream, primary_key, hard_delete: deletes } = resource;
  const bookmark = bookmarkOf(resource);
  const told = deletes === undefined ? schema : withDeletedAt(schema);
  const message = {
    type: 'SCHEMA',
    stream,
    schema: told,
    key_properties: primary_key,
    ...(bookmark === undefined ? {} : { bookmark_properties: [bookmark] }),
  };
  return `${JSON.stringify(message)}\n`;
}

/** The field by which targets know that a record is deleted. */
function withDeletedAt(schema: JsonSchema): JsonSchema {
  const deletedAt = { _sdc_deleted_at: { type: ['null', 'string'], format: 'date-time' } };
  return { ...schema, properties: { ...(schema.properties as object), ...deletedAt } };
}
