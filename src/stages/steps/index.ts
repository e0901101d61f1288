// The registry of processing steps: a new one is a file beside this one and a line here. A step is chosen by its key;
// `keep` is a key of `unnest`, too, so it stands behind it.
import type { StepPlan } from '../../config/steps.ts';
import type { Step } from './contract.ts';
import { drop } from './drop.ts';
import { filter } from './filter.ts';
import { keep } from './keep.ts';
import { map } from './map.ts';
import { rename } from './rename.ts';
import { set } from './set.ts';
import { unnest } from './unnest.ts';
import { yieldMap } from './yield-map.ts';

export const steps = [filter, set, rename, drop, unnest, keep, map, yieldMap] as const;

/** The plan's options were checked by the schema of this very declaration, which is what `as never` stands on. */
export function createStep({ type, options }: StepPlan): Step {
  const declaration = steps.find((one) => one.type === type);
  if (declaration === undefined) throw new TypeError(`"${type}" is not registered`);
  return declaration.create(options as never);
}
