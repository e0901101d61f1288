// Pipeline to plan: references resolved, defaults merged, everything checked by one parse.
import { registerCredentials } from '../core/credentials.ts';
import { ConfigError, type Problem } from '../core/errors.ts';
import { own } from '../core/path.ts';
import type { Environment } from './environment.ts';
import { mergeDefaults } from './merge-defaults.ts';
import type { Plan, PlanSchema } from './pipeline.ts';
import { problemsOf } from './problems.ts';
import { readDlt } from './read-dlt.ts';
import { resolveValues } from './resolve-values.ts';

/** A plan, and what of its file had no effect. */
export interface ResolvedPlan extends Plan {
  readonly notices: readonly string[];
}

export interface ResolveOptions {
  /** Used when the pipeline has no name of its own. */
  readonly defaultName: string;
  readonly environment: Environment;
  /** Said in errors. */
  readonly file?: string | undefined;
  /** False: a placeholder stands for each secret, so that a pipeline can be looked at without any. */
  readonly needsSecrets?: boolean;
}

/**
 * Checks a pipeline object and resolves it to a plan.
 * @param schema built from the registries in use
 * @throws ConfigError that lists every problem with its path
 */
export function resolvePipeline(written: unknown, schema: PlanSchema, options: ResolveOptions): ResolvedPlan {
  const problems: Problem[] = [];
  const ownName = own(written, 'name');
  const pipeline = typeof ownName === 'string' && ownName !== '' ? ownName : options.defaultName;
  const { environment, needsSecrets = true } = options;
  const resolved = resolveValues(written, { pipeline, environment, needsSecrets }, schema, problems);
  if (needsSecrets) registerCredentials(resolved);
  const notices = readDlt(resolved, schema, problems);
  const merged = mergeDefaults(resolved, options.defaultName);
  problems.push(...merged.problems);
  const checked = schema.safeParse(merged.pipeline);
  if (!checked.success) {
    // A missing secret is said once, as such, not a second time as an empty text.
    const said = new Set(problems.map((problem) => problem.path));
    const more = problemsOf(checked.error.issues, schema, merged);
    problems.push(...more.filter((problem) => !said.has(problem.path)));
  }
  if (checked.success && problems.length === 0) return { ...checked.data, notices };
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  throw new ConfigError(`${options.file ?? 'the pipeline'}: ${count}`, {
    problems,
    where: options.file === undefined ? {} : { file: options.file },
  });
}
