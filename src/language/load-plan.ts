// A pipeline file to a plan, with the registries in use.
import { type Library, loadPipelineFile, nameFromFile } from '../config/load.ts';
import type { Plan } from '../config/plan.ts';
import { resolvePipeline } from '../config/resolve.ts';
import type { Environment } from '../config/resolve-values.ts';
import { schema } from './language.ts';

export interface LoadOptions {
  readonly environment: Environment;
  readonly library: Library;
  /** Changes the pipeline object before it is checked; gets a copy. */
  readonly adjust?: (pipeline: unknown) => unknown;
  /** False where nothing will be requested. */
  readonly needsSecrets?: boolean;
}

/** @throws ConfigError that lists every problem */
export async function loadPlan(file: string, options: LoadOptions): Promise<Plan> {
  const written = await loadPipelineFile(file, options.library);
  const adjusted = options.adjust?.(written) ?? written;
  const { environment, needsSecrets = true } = options;
  return resolvePipeline(adjusted, schema, {
    defaultName: nameFromFile(file),
    environment,
    file,
    needsSecrets,
  });
}
