// What a catalog chooses: streams, and fields of them. What it asks that cannot be given is refused, never passed over.
import { z } from 'zod';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { didYouMean } from '../../core/did-you-mean.ts';
import { ConfigError, type Problem, UsageError } from '../../core/errors.ts';
import { bookmarkOf } from '../../sinks/singer/messages.ts';
import { automaticFields, replicationOf } from './catalog.ts';

const metadataSchema = z.looseObject({
  selected: z.boolean().nullish(),
  'selected-by-default': z.boolean().nullish(),
  inclusion: z.string().nullish(),
  'replication-method': z.string().nullish(),
  'replication-key': z.string().nullish(),
});

const catalogSchema = z.looseObject({
  streams: z.array(
    z.looseObject({
      tap_stream_id: z.string().optional(),
      stream: z.string().optional(),
      selected: z.boolean().nullish(),
      schema: z.looseObject({ selected: z.boolean().nullish() }).optional(),
      key_properties: z.array(z.string()).nullish(),
      replication_method: z.string().nullish(),
      replication_key: z.string().nullish(),
      metadata: z
        .array(z.looseObject({ breadcrumb: z.array(z.string()), metadata: metadataSchema }))
        .default([]),
    }),
  ),
});

type Stream = z.output<typeof catalogSchema>['streams'][number];

export interface Selection {
  /** Names of resources, in the catalog's order. */
  readonly resources: readonly string[];
  isLeftOut(stream: string, field: string): boolean;
}

/** Without a catalog: what the pipeline selects, with every field. */
export const WHOLE: Selection = { resources: [], isLeftOut: () => false };

/**
 * @param written the catalog, with somebody's choice in it
 * @param file for messages
 * @throws UsageError or ConfigError for a choice that cannot be given
 */
export function selectionOf(written: object, resources: readonly ResourcePlan[], file: string): Selection {
  const { success, data, error } = catalogSchema.safeParse(written);
  if (!success) {
    const [issue] = error.issues;
    throw new UsageError(`--catalog ${file}: no catalog: ${issue?.path.join('.')} ${issue?.message}`, {
      hint: 'make one with --discover',
    });
  }
  const chosen = data.streams.filter(isSelected);
  if (chosen.length === 0) {
    throw new UsageError(`--catalog ${file} selects no stream`, {
      hint: 'set "selected": true in the metadata with the empty breadcrumb of each stream to read',
    });
  }
  const names = resources.map(({ name }) => name);
  const problems: Problem[] = [];
  const leftOut = new Map<string, ReadonlySet<string>>();
  for (const stream of chosen) {
    const name = nameOf(stream);
    const resource = resources.find((one) => one.name === name);
    const message =
      resource === undefined ? `no such resource${didYouMean(name, names)}` : misfit(stream, resource);
    if (message !== undefined) problems.push({ path: name, message });
    else if (resource !== undefined) leftOut.set(name, fieldsLeftOut(stream, resource));
  }
  if (problems.length > 0) {
    throw new ConfigError(`--catalog ${file} asks for what this pipeline does not have`, {
      problems,
      hint: 'make it anew with --discover',
    });
  }
  return {
    resources: chosen.map(nameOf),
    isLeftOut: (stream, field) => leftOut.get(stream)?.has(field) === true,
  };
}

function nameOf({ tap_stream_id: id, stream }: Stream): string {
  return id ?? stream ?? '';
}

function ownMetadata({ metadata }: Stream) {
  return metadata.find(({ breadcrumb }) => breadcrumb.length === 0)?.metadata;
}

function isSelected(stream: Stream): boolean {
  const own = ownMetadata(stream);
  return own?.selected ?? stream.selected ?? stream.schema?.selected ?? own?.['selected-by-default'] ?? false;
}

/** What is asked of a stream that it cannot be. */
function misfit(stream: Stream, resource: ResourcePlan): string | undefined {
  const own = ownMetadata(stream);
  const method = own?.['replication-method'] ?? stream.replication_method ?? undefined;
  const is = replicationOf(resource);
  if (method !== undefined && method !== is) return `${method} is asked for, and the pipeline has it ${is}`;
  const key = own?.['replication-key'] ?? stream.replication_key ?? undefined;
  const bookmark = bookmarkOf(resource);
  if (key !== undefined && key !== bookmark)
    return `the replication key ${key} is asked for, and the pipeline has ${bookmark ?? 'none'}`;
  const keys = stream.key_properties ?? resource.primary_key;
  if (keys.join() !== resource.primary_key.join())
    return `the key ${keys.join(', ') || 'of nothing'} is asked for, and the pipeline has ${resource.primary_key.join(', ') || 'none'}`;
  const deep = stream.metadata.find(
    ({ breadcrumb, metadata }) => breadcrumb.length > 2 && metadata.selected === false,
  );
  return deep === undefined ? undefined : `a part of the field ${deep.breadcrumb[1]} cannot be left out`;
}

function fieldsLeftOut({ metadata }: Stream, resource: ResourcePlan): ReadonlySet<string> {
  const automatic = automaticFields(resource);
  const fields = metadata.flatMap(({ breadcrumb: [kind, field, ...deeper], metadata: said }) => {
    if (kind !== 'properties' || field === undefined || deeper.length > 0 || automatic.includes(field))
      return [];
    const isIn = said.selected ?? said['selected-by-default'] ?? true;
    return isIn && said.inclusion !== 'unsupported' ? [] : [field];
  });
  return new Set(fields);
}
