// A pipeline, as an object or from its file, to a plan in its own language.
import type { Environment } from '../config/environment.ts';
import { loadPipelineFile, nameFromFile } from '../config/load.ts';
import { resolvePipeline } from '../config/resolve.ts';
import { type BoundPlan, builtIn, type Language, languageOf } from './language.ts';

export interface PlanOptions {
  readonly environment: Environment;
  /** Changes the pipeline object before it is checked; gives a copy. */
  readonly adjust?: (pipeline: unknown) => unknown;
  /** False where nothing will be requested. */
  readonly needsSecrets?: boolean;
  /** Name of a pipeline that has none; default: its file's name. */
  readonly name?: string | undefined;
  /** Of a pipeline that was not written in another; default: the built-in one. */
  readonly language?: Language;
}

/** @throws ConfigError that lists every problem */
export async function loadPlan(file: string, options: PlanOptions): Promise<BoundPlan> {
  const written = await loadPipelineFile(file);
  return planOf(written, { ...options, name: options.name ?? nameFromFile(file) }, file);
}

/**
 * @param file said in errors
 * @throws ConfigError that lists every problem
 */
export function planOf(written: unknown, options: PlanOptions, file?: string): BoundPlan {
  const language = languageOf(written) ?? options.language ?? builtIn;
  const { environment, needsSecrets = true, name = 'pipeline' } = options;
  const adjusted = options.adjust?.(written) ?? written;
  const plan = resolvePipeline(adjusted, language.schema, {
    defaultName: name,
    environment,
    file,
    needsSecrets,
  });
  return { ...plan, language };
}
