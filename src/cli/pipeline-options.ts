// The options that every command with a pipeline file takes, and the plan that comes of them.
import { withEnvFile } from '../config/load.ts';
import type { Plan } from '../config/plan.ts';
import type { Environment } from '../config/resolve-values.ts';
import { loadPlan } from '../run/load-plan.ts';
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
): Promise<{ plan: Plan; environment: Environment }> {
  const environment = await withEnvFile(io.environment, options.envFile);
  const library = () => import('../index.ts');
  const adjust = (pipeline: unknown) => applySettings(pipeline, options.set ?? []);
  return { plan: await loadPlan(file, { environment, library, adjust, needsSecrets }), environment };
}
