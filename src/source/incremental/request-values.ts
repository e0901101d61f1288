// What the requests of a partition, or of a window of it, are told: parameters and the words of `{incremental.…}`.
import type { Ordered } from '../../columns/ordered.ts';
import type { IncrementalPlan } from '../../config/incremental.ts';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { referencesOf } from '../../config/references.ts';
import type { Partition, PartitionValue } from '../partitions/contract.ts';
import type { Bounds } from './bounds.ts';
import type { Spelling } from './spelling.ts';
import type { Span } from './windows.ts';

/** One per resource: a function that puts the values of a window, or of the whole time, into a partition. */
export function requestValues(plan: ResourcePlan, incremental: IncrementalPlan, spelling: Spelling) {
  const words = new Set(
    referencesOf(plan.endpoint).flatMap(({ reference: { root, key } }) =>
      root === 'incremental' ? [key] : [],
    ),
  );
  return (partition: Partition, span: Span | undefined, bounds: Bounds): Partition => {
    const { initial, last = initial } = bounds;
    const from = span?.from ?? bounds.start;
    const to = () => span?.to ?? bounds.asked;
    const { start_param: startParam, end_param: endParam } = incremental;
    const start = from && spelling.write(from);
    const params: Record<string, PartitionValue> = { ...partition.params };
    if (startParam !== undefined && start !== undefined) params[startParam] = start;
    if (endParam !== undefined) params[endParam] = spelling.write(to());
    const key = span === undefined ? partition.key : keyOfWindow(partition.key, span);
    if (words.size === 0) return { ...partition, params, key };
    const values: Record<string, unknown> = { ...partition.values };
    const put = (word: string, value: Ordered | undefined) => {
      if (value !== undefined && words.has(word)) values[word] = spelling.write(value);
    };
    put('incremental.start_value', from);
    put('incremental.last_value', last);
    put('incremental.initial_value', initial);
    // Spelt only where somebody asks for it: now has no spelling among numbers.
    if (words.has('incremental.end_value')) put('incremental.end_value', to());
    return { ...partition, params, values, key };
  };
}

function keyOfWindow(key: string, { from, to }: Span): string {
  return [key, `window=${from.at}Z..${to.at}Z`].filter((part) => part !== '').join('&');
}
