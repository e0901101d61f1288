// Which record it was, for the message of a step that failed: its key, or its place in the page.
import type { ResourcePlan } from '../../config/pipeline.ts';
import type { JsonRecord } from '../../core/batch.ts';
import { compilePath } from '../../core/path.ts';
import { show } from '../../core/text.ts';

type Keyed = Pick<ResourcePlan, 'primary_key' | 'columns'>;

/**
 * @param record as the API gave it
 * @param index of the record in its page, from 0
 */
export function keyOf({ primary_key: names, columns }: Keyed, record: JsonRecord, index: number): string {
  const parts = names.map((name) => {
    const from = columns?.find((column) => column.name === name)?.from ?? name;
    const value = compilePath(from)(record);
    return value === undefined || value === null ? undefined : `${name} ${show(value)}`;
  });
  const isWhole = parts.length > 0 && parts.every((part) => part !== undefined);
  return isWhole ? `the record with ${parts.join(', ')}` : `record ${index + 1} of the page`;
}
