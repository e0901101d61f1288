// What a target refuses before anything is requested.
import type { ResourcePlan } from '../config/plan.ts';
import { ConfigError, type Problem } from '../core/errors.ts';
import type { Format } from './contract.ts';

/** @throws ConfigError that lists what the format cannot write correctly */
export function checkRefusals(resources: readonly ResourcePlan[], format: Format): void {
  const problems = resources.flatMap((resource): Problem[] => {
    const message = format.refuse(resource);
    return message === undefined ? [] : [{ path: `${resource.name}`, message }];
  });
  if (problems.length === 0) return;
  throw new ConfigError(`${format.name} cannot hold what the columns declare`, { problems });
}

/** @throws ConfigError for a disposition that needs the earlier records, which are not read yet */
export function refuseLaterSnapshot(resource: ResourcePlan, place: string): void {
  if (resource.writeDisposition === 'replace') return;
  throw new ConfigError(
    `resource "${resource.name}": ${place} holds an earlier snapshot, and ${resource.writeDisposition} onto one is not there yet`,
    { hint: 'export into an empty directory, or set write_disposition: replace' },
  );
}
