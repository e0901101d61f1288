// What the keys of a resource demand of each other.
import type { z } from 'zod';
import { didYouMean } from '../core/did-you-mean.ts';
import { faultOfColumnsPath, faultsOfData } from './body-rules.ts';
import type { IncrementalPlan } from './incremental.ts';
import { faultsOfIncremental } from './incremental-rules.ts';
import { faultsOfMerge, type MergeKeys } from './merge-rules.ts';
import { faultsOfPath } from './path-params.ts';

interface Keys extends MergeKeys {
  readonly dedupe?: boolean | undefined;
  readonly endpoint: Parameters<typeof faultsOfPath>[0] &
    Parameters<typeof faultsOfData>[0] &
    Parameters<typeof faultOfColumnsPath>[0] & { readonly incremental?: IncrementalPlan | undefined };
}

export function refineResource(resource: Keys, context: z.RefinementCtx): void {
  const problem = (key: keyof Keys, message: string) =>
    context.addIssue({ code: 'custom', path: [key], message });
  const { primary_key: primaryKey, columns } = resource;
  for (const message of faultsOfPath(resource.endpoint)) {
    context.addIssue({ code: 'custom', path: ['endpoint', 'path'], message });
  }
  for (const message of faultsOfData(resource.endpoint)) {
    context.addIssue({ code: 'custom', path: ['endpoint', 'data'], message });
  }
  for (const { path, message } of faultsOfIncremental(resource)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
  const columnsFault = faultOfColumnsPath(resource.endpoint);
  if (columnsFault !== undefined) {
    context.addIssue({ code: 'custom', path: ['endpoint', 'columns_path'], message: columnsFault });
  }
  for (const { path, message } of faultsOfMerge(resource)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
  const isKeyedMerge = resource.write_disposition === 'merge' && primaryKey.length > 0;
  if (isKeyedMerge && resource.dedupe === false)
    problem('dedupe', 'merge holds each key once, so it cannot go without dedupe');
  if (resource.dedupe === true && primaryKey.length === 0) problem('dedupe', 'needs a primary_key');
  const { columns: undeclared, data_type: wrong } = resource.schema_contract;
  if (columns === undefined && (undeclared !== 'evolve' || wrong !== 'discard_row')) {
    const cure = 'declare `columns` (penstock infer proposes them), or leave it out';
    problem('schema_contract', `says what happens beside the declared columns, and there are none: ${cure}`);
  }
  // A key that no column can hold would reject every single record.
  if (columns === undefined || resource.schema_contract.columns === 'evolve') return;
  const names = columns.map((column) => column.name);
  for (const key of primaryKey) {
    if (!names.includes(key)) problem('primary_key', `no column "${key}"${didYouMean(key, names)}`);
  }
}

export function refineNames(
  resources: readonly { readonly name: string; readonly table_name?: string | undefined }[],
  context: z.RefinementCtx,
): void {
  const seen = new Map<string, number>();
  const outputs = new Map<string, string>();
  // Where something else is wrong with a resource, its defaults are not filled in.
  resources.forEach(({ name, table_name: table = name }, index) => {
    const earlier = seen.get(name);
    if (earlier !== undefined) {
      const message = `"${name}" is already resources[${earlier}]`;
      context.addIssue({ code: 'custom', path: [index, 'name'], message });
    }
    seen.set(name, index);
    const owner = outputs.get(table);
    if (owner !== undefined && owner !== name) {
      const message = `"${table}" is the output of resource "${owner}" already`;
      context.addIssue({ code: 'custom', path: [index, table === name ? 'name' : 'table_name'], message });
    }
    outputs.set(table, name);
  });
}
