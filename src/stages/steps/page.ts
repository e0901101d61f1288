// What a step sees beside the record.
import { PAGE_NAMES, type StepPage } from '../../config/step.ts';
import type { Batch } from '../../core/batch.ts';
import type { StepSight } from './contract.ts';

// For a function that seems to take the record alone, and looks further all the same: `(record, ...rest)`.
const NOT_HELD = Object.create(null) as StepPage;
for (const name of PAGE_NAMES) {
  Object.defineProperty(NOT_HELD, name, {
    get(): never {
      throw new TypeError(
        `${name} is only held for a function that names its second parameter: (record, page) => page.${name}`,
      );
    },
  });
}

/** The sight of a batch's records; its `record` is set for each. */
export function sightOf({ context }: Batch): StepSight {
  return { page: context ?? NOT_HELD, scope: { ...context, record: {} } };
}
