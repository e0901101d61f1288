// The options that every command with a pipeline file takes, and the plan that comes of them.
import type { Environment } from '../config/environment.ts';
import { provideLibrary, withEnvFile } from '../config/load.ts';
import type { Plan, ResourcePlan } from '../config/pipeline.ts';
import { UsageError } from '../core/errors.ts';
import type { BoundPlan } from '../language/language.ts';
import { loadPlan } from '../language/load-plan.ts';
import { selectResources } from '../run/run.ts';
import type { Io } from './io.ts';
import { applySettings } from './set.ts';

export interface PipelineOptions {
  readonly envFile?: string;
  readonly set?: readonly string[];
}

export async function planFor(
  file: string,
  options: PipelineOptions,
  io: Io,
  { needsSecrets = true } = {},
): Promise<{ plan: BoundPlan; environment: Environment }> {
  const environment = await withEnvFile(io.environment, options.envFile);
  // Loaded only for a pipeline in TypeScript or JavaScript, which imports it.
  provideLibrary(() => import('../index.ts'));
  const adjust = (pipeline: unknown) => applySettings(pipeline, options.set ?? []);
  return { plan: await loadPlan(file, { environment, adjust, needsSecrets }), environment };
}

/** The one resource that a command is about. */
export function resourceOf(plan: Plan, name: string): ResourcePlan {
  const [resource] = selectResources(plan, [name]);
  if (resource === undefined) throw new UsageError(`${plan.name} has no resource "${name}"`);
  return resource;
}
