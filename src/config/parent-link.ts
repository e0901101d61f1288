// What ties a resource to its parent: which fields of the parent's records travel to it, and what each is for.
import { z } from 'zod';
import { parsePath, pathToKey } from '../core/path.ts';
import { bodyPath, text } from './fields.ts';
import { type Child, parentRouters, referencesOf, splitReference } from './references.ts';

/** The keys of a child resource. In a file each may also be null: its default. */
export const childFields = {
  include_from_parent: z
    .array(
      z.union([
        bodyPath(),
        z.strictObject({
          from: bodyPath().describe('where the parent’s record has the value'),
          as: text().describe('the field of the child’s record'),
        }),
      ]),
    )
    .min(1)
    .optional()
    .describe(
      'fields of the parent’s record that each record of this resource gets, as `_<parent>_<field>` or by the name of `as`',
    ),
  on_missing: z
    .enum(['fail', 'skip'])
    .optional()
    .describe(
      'a parent’s record that lacks the value this resource is read by (or has null) fails it (the default), or is left out and counted',
    ),
};

export interface ParentLink {
  /** The parent's name. */
  readonly resource: string;
  /** Paths in its records; their values travel in this order. */
  readonly fields: readonly string[];
  /** What requests are made with, each by what stands between its braces; every record must have it. */
  readonly keys: readonly {
    readonly key: string;
    readonly field: number;
    /** An empty text is no value there. */
    readonly isInPath: boolean;
  }[];
  /** What goes into each record of the child. */
  readonly included: readonly { readonly field: number; readonly as: string }[];
  readonly onMissing: 'fail' | 'skip';
}

/** @returns undefined for a resource without a parent */
export function parentLinkOf(child: Child, names: readonly string[]): ParentLink | undefined {
  const references = referencesOf(child.endpoint).filter(({ reference }) => reference.root === 'resources');
  const [first] = references;
  if (first === undefined) return undefined;
  const { parent } = splitReference(first.reference.rest, names);
  const fields: string[] = [];
  const fieldAt = (path: string) => {
    if (!fields.includes(path)) fields.push(path);
    return fields.indexOf(path);
  };
  const byKey = new Map<string, ParentLink['keys'][number]>();
  const isRoutedIntoPath = parentRouters(child.endpoint.partition_router).some(
    ({ options }) => options.request_option?.inject_into === 'path',
  );
  for (const { reference, path } of references) {
    const { key, rest } = reference;
    const isInPath = path[0] === 'path' || (path[0] === 'partition_router' && isRoutedIntoPath);
    const field = fieldAt(splitReference(rest, names).field);
    byKey.set(key, { key, field, isInPath: isInPath || byKey.get(key)?.isInPath === true });
  }
  const included = (child.include_from_parent ?? []).map((one) => {
    const { from, as } = typeof one === 'string' ? { from: one, as: `_${parent}_${nameOf(one)}` } : one;
    return { field: fieldAt(from), as };
  });
  for (const step of child.processing_steps ?? [])
    for (const key of step.parentFields) fieldAt(/^[A-Za-z_]\w*$/.test(key) ? key : pathToKey(key));
  return {
    resource: parent,
    fields,
    keys: [...byKey.values()],
    included,
    onMissing: child.on_missing ?? 'fail',
  };
}

/** `owner.id` is `owner_id`; what is no plain path keeps its letters and digits. */
function nameOf(path: string): string {
  return (parsePath(path) ?? [path]).join('_').replace(/[^\p{L}\p{N}_-]+/gu, '_');
}
