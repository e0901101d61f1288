// A resource as the manifest of a shard tells it, back to the plan that output and merge go by.
import { shapeOf } from '../../columns/stored.ts';
import type { Column } from '../../config/columns.ts';
import { incrementalSchema } from '../../config/incremental.ts';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { planOf } from '../../language/load-plan.ts';
import type { ShardTerms } from '../../sinks/files/shard-facts.ts';

/** Nothing of it is ever requested. */
export function storedPlan(terms: ShardTerms): ResourcePlan {
  const [blank] = planOf(
    { name: 'shards', client: { base_url: 'http://localhost' }, resources: [{ name: terms.name }] },
    { environment: {} },
  ).resources;
  if (blank === undefined) throw new TypeError('a pipeline without its resource');
  const { status: _, ignored: _ignored, ranges: _ranges, incremental, columns, ...known } = terms;
  return {
    ...blank,
    ...known,
    primary_key: [...known.primary_key],
    merge_key: [...known.merge_key],
    columns: columns?.map(columnOf),
    endpoint:
      incremental === undefined
        ? blank.endpoint
        : { ...blank.endpoint, incremental: incrementalSchema.parse(incrementalOf(incremental)) },
  };
}

function columnOf({ name, from, nullable, ...stored }: NonNullable<ShardTerms['columns']>[number]): Column {
  return { ...shapeOf(stored), name, from, nullable };
}

/** A function of the pipeline's is not there any more; nothing is read by it here. */
function incrementalOf({ last_value_func: last, ...others }: NonNullable<ShardTerms['incremental']>) {
  if (last !== 'function') return { ...others, last_value_func: last };
  return { ...others, last_value_func: (values: readonly unknown[]) => values.at(-1) };
}
