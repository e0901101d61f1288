// Which resources of a plan a command is about.
import type { Plan, ResourcePlan } from '../config/pipeline.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import { UsageError } from '../core/errors.ts';

/**
 * @param names none means all that are `selected`
 * @throws UsageError for a name that the pipeline does not have
 */
export function selectResources(plan: Plan, names: readonly string[]): readonly ResourcePlan[] {
  if (names.length === 0) {
    const selected = plan.resources.filter((resource) => resource.selected);
    if (selected.length > 0) return selected;
    throw new UsageError('no resource is selected', {
      hint: 'name one; all of this pipeline say selected: false',
    });
  }
  const known = plan.resources.map((resource) => resource.name);
  const [unknown] = names.filter((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`${plan.name} has no resource "${unknown}"${didYouMean(unknown, known)}`, {
      hint: `its resources: ${known.join(', ')}`,
    });
  }
  return plan.resources.filter((resource) => names.includes(resource.name));
}

/** The one resource of that name. */
export function resourceNamed(plan: Plan, name: string): ResourcePlan {
  const [resource] = selectResources(plan, [name]);
  if (resource === undefined) throw new UsageError(`${plan.name} has no resource "${name}"`);
  return resource;
}
