// Pipeline to plan: references resolved, everything checked, defaults merged.

import { didYouMean } from '../core/did-you-mean.ts';
import { ConfigError, type Problem } from '../core/errors.ts';
import { own } from '../core/path.ts';
import { type Column, resolveContract } from './columns.ts';
import type { QueryParams } from './fields.ts';
import type { CheckedPipeline, CheckedResource, ComponentOptions, PipelineSchema } from './pipeline.ts';
import type { Plan, ResourcePlan } from './plan.ts';
import { problemsOf } from './problems.ts';
import { type Environment, resolveValues } from './resolve-values.ts';

type Written = Omit<CheckedResource, 'name'>;
type Endpoint = Exclude<Written['endpoint'], string | null | undefined>;

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
export function resolvePipeline(written: unknown, schema: PipelineSchema, options: ResolveOptions): Plan {
  const problems: Problem[] = [];
  const ownName = own(written, 'name');
  const name = typeof ownName === 'string' && ownName !== '' ? ownName : options.defaultName;
  const { environment, needsSecrets = true } = options;
  const source = { pipeline: name, environment, needsSecrets };
  const resolved = resolveValues(written, source, problems);
  const checked = schema.safeParse(resolved);
  if (!checked.success) {
    // A missing secret is said once, as such, not a second time as an empty text.
    const said = new Set(problems.map((problem) => problem.path));
    const more = problemsOf(checked.error.issues, schema, resolved);
    problems.push(...more.filter((problem) => !said.has(problem.path)));
    throw failure(problems, options.file);
  }
  const plan = planOf(checked.data, name, problems);
  if (problems.length > 0) throw failure(problems, options.file);
  return plan;
}

function failure(problems: Problem[], file: string | undefined): ConfigError {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  return new ConfigError(`${file ?? 'the pipeline'}: ${count}`, {
    problems,
    where: file === undefined ? {} : { file },
  });
}

function planOf(pipeline: CheckedPipeline, name: string, problems: Problem[]): Plan {
  const { auth, paginator, ...client } = pipeline.client;
  const fallback = { auth, paginator: paginator ?? undefined };
  const resources = pipeline.resources.map((written, index) => {
    const resource = typeof written === 'string' ? { name: written } : written;
    const merged = mergeDefaults(resource, pipeline.resource_defaults ?? undefined);
    return resourcePlan(resource.name, merged, fallback, `resources[${index}]`, problems);
  });
  checkNames(resources, problems);
  return { name, client, resources };
}

function checkNames(resources: readonly ResourcePlan[], problems: Problem[]): void {
  const seen = new Map<string, number>();
  resources.forEach((resource, index) => {
    const earlier = seen.get(resource.name);
    if (earlier !== undefined) {
      problems.push({
        path: `resources[${index}].name`,
        message: `"${resource.name}" is already resources[${earlier}]`,
      });
    }
    seen.set(resource.name, index);
  });
}

/** Lays a resource over the defaults: keys replace, `params` and `json` merge one level, null cancels. */
function mergeDefaults(resource: CheckedResource, defaults: Written | undefined): Written {
  const above = endpointOf(resource.endpoint);
  const below = endpointOf(defaults?.endpoint);
  const endpoint: Endpoint = { ...below, ...given(above) };
  for (const key of ['params', 'json'] as const) {
    if (above[key] !== null && below[key] && above[key]) {
      Object.assign(endpoint, { [key]: { ...below[key], ...above[key] } });
    }
  }
  return { ...defaults, ...given(resource), endpoint };
}

function endpointOf(endpoint: Written['endpoint']): Endpoint {
  return typeof endpoint === 'string' ? { path: endpoint } : (endpoint ?? {});
}

function given<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Partial<T>;
}

interface Fallback {
  readonly auth: CheckedPipeline['client']['auth'];
  readonly paginator: ComponentOptions | undefined;
}

function resourcePlan(
  name: string,
  resource: Written,
  fallback: Fallback,
  path: string,
  problems: Problem[],
): ResourcePlan {
  const endpoint = endpointOf(resource.endpoint);
  const paginator = (endpoint.paginator === undefined ? fallback.paginator : endpoint.paginator) ?? undefined;
  const primaryKey = listOf(resource.primary_key);
  const columns = columnsOf(resource.columns ?? undefined);
  const writeDisposition = resource.write_disposition ?? 'replace';
  if (writeDisposition === 'merge' && primaryKey.length === 0) {
    problems.push({ path: `${path}.write_disposition`, message: 'merge needs a primary_key' });
  }
  if (writeDisposition === 'merge' && resource.dedupe === false) {
    problems.push({
      path: `${path}.dedupe`,
      message: 'merge holds each key once, so it cannot go without dedupe',
    });
  }
  if (resource.dedupe === true && primaryKey.length === 0) {
    problems.push({ path: `${path}.dedupe`, message: 'needs a primary_key' });
  }
  const requestPath = endpoint.path ?? name;
  if (hasSteps(requestPath)) {
    problems.push({ path: `${path}.endpoint.path`, message: 'must not hold "." or ".." segments' });
  }
  checkKeyColumns(primaryKey, columns, resource, path, problems);
  return {
    name,
    request: {
      path: requestPath,
      method: endpoint.method ?? 'GET',
      params: endpoint.params ?? ({} satisfies QueryParams),
      json: endpoint.json ?? undefined,
      headers: endpoint.headers ?? {},
    },
    auth: (endpoint.auth === undefined ? fallback.auth : endpoint.auth) ?? undefined,
    paginator: paginator ?? { type: 'single_page' },
    isPaginatorChosen: paginator !== undefined,
    partitionRouters: listOf(endpoint.partition_router),
    dataSelector: endpoint.data_selector ?? undefined,
    responseActions: endpoint.response_actions ?? [],
    primaryKey,
    dedupe: resource.dedupe ?? primaryKey.length > 0,
    writeDisposition,
    columns,
    contract: resolveContract(resource.schema_contract),
    naming: resource.naming ?? 'keep',
    selected: resource.selected ?? true,
  };
}

// A URL parser would take such segments as steps up, out of what base_url says.
function hasSteps(path: string): boolean {
  const [segments = ''] = path.split(/[?#]/);
  return segments.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
}

// A key that no column can hold would reject every single record, so it is said before the first request.
function checkKeyColumns(
  primaryKey: readonly string[],
  columns: readonly Column[] | undefined,
  resource: Written,
  path: string,
  problems: Problem[],
): void {
  const contract = resolveContract(resource.schema_contract);
  if (columns === undefined || contract.columns === 'evolve') return;
  const names = columns.map((column) => column.name);
  for (const key of primaryKey) {
    if (!names.includes(key)) {
      problems.push({ path: `${path}.primary_key`, message: `no column "${key}"${didYouMean(key, names)}` });
    }
  }
}

function columnsOf(written: Written['columns'] | undefined): readonly Column[] | undefined {
  if (!written) return undefined;
  return Object.entries(written).map(([name, column]) => ({ ...column, name, from: column.from ?? name }));
}

function listOf<T>(value: T | readonly T[] | null | undefined): readonly T[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}
