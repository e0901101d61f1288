// What a target refuses before anything is requested.
import type { ResourcePlan } from '../../config/pipeline.ts';
import { ConfigError, type Problem } from '../../core/errors.ts';
import type { FileOptions } from './target.ts';

/** @throws ConfigError that lists what the format cannot write correctly */
export function checkRefusals(
  resources: readonly ResourcePlan[],
  { format, formatOptions }: FileOptions,
): void {
  const problems = resources.flatMap((resource): Problem[] => {
    const message = format.refuse(resource, formatOptions);
    return message === undefined ? [] : [{ path: resource.name, message }];
  });
  if (problems.length === 0) return;
  throw new ConfigError(`${format.name} cannot hold what the columns declare`, { problems });
}

/** @throws ConfigError for a disposition that needs to know what earlier runs wrote */
export function refuseOntoFile(resource: ResourcePlan, file: string): void {
  if (resource.write_disposition === 'replace') return;
  throw new ConfigError(
    `resource "${resource.name}": ${file} is there already, and ${resource.write_disposition} onto a single file is not possible`,
    { hint: 'export into a directory with -o DIR, or set write_disposition: replace' },
  );
}
