// The state changed by hand: a resource forgotten, or its value set.
import type { CursorState } from '../core/cursor-state.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import { UsageError } from '../core/errors.ts';
import { isNumeric, toExact } from '../core/exact-number.ts';
import type { PipelineState, ResourceState } from './state-text.ts';

/**
 * Forgets how far a resource was read, or one partition of it.
 * @throws UsageError for one that the state does not know
 */
export function withoutValues(
  state: PipelineState,
  name: string,
  partition: string | undefined,
): PipelineState {
  const resource = known(state, name);
  if (partition === undefined) return changed(state, name, undefined);
  if (!resource.partitions.has(partition))
    throw unknown('partition', partition, [...resource.partitions.keys()]);
  const partitions = new Map(resource.partitions);
  partitions.delete(partition);
  return changed(state, name, { ...resource, partitions });
}

/**
 * Has the next run go on from a value, in every partition that is known or in one.
 * @param written as the API spells it; digits are a number where the value before is one, or where there is none
 * @throws UsageError for a text in place of a number
 */
export function withValue(
  state: PipelineState,
  name: string,
  written: string,
  partition: string | undefined,
): PipelineState {
  const before: ResourceState = state.resources.get(name) ?? { of: undefined, partitions: new Map() };
  const keys = partition === undefined ? [...before.partitions.keys()] : [partition];
  const partitions = new Map(before.partitions);
  for (const key of keys.length === 0 ? [''] : keys)
    partitions.set(key, valueAfter(before.partitions.get(key), written));
  return changed(state, name, { ...before, partitions });
}

function valueAfter(before: CursorState | undefined, written: string): CursorState {
  const was = before?.value;
  const isDigits = /^-?\d+(\.\d+)?$/.test(written);
  if (isNumeric(was) && !isDigits) {
    throw new UsageError(`"${written}" is no number, and the value before is ${was}`);
  }
  // What was remembered of the records around the earlier value says nothing about this one.
  return { value: isDigits && typeof was !== 'string' ? toExact(written) : written };
}

function known(state: PipelineState, name: string): ResourceState {
  const resource = state.resources.get(name);
  if (resource === undefined) throw unknown('resource', name, [...state.resources.keys()]);
  return resource;
}

function unknown(what: string, name: string, names: readonly string[]): UsageError {
  return new UsageError(`the state knows no ${what} "${name}"${didYouMean(name, names)}`, {
    hint: names.length === 0 ? 'it knows none at all' : `it knows: ${names.slice(0, 10).join(', ')}`,
  });
}

function changed(state: PipelineState, name: string, to: ResourceState | undefined): PipelineState {
  const resources = new Map(state.resources);
  if (to === undefined) resources.delete(name);
  else resources.set(name, to);
  return { ...state, resources };
}
