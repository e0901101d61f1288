// Whether a run's records can stand on, or take the place of, the snapshot that lies there.
import { shapeText } from '../../columns/nested/shape.ts';
import { shapeOf } from '../../columns/stored.ts';
import type { ResourcePlan } from '../../config/pipeline.ts';
import { ConfigError, type Problem, StateError } from '../../core/errors.ts';
import { pathToKey } from '../../core/path.ts';
import { type Manifest, type ManifestEntry, tableOf } from '../files/manifest.ts';
import type { ResourceOutcome, RunTerms } from './target.ts';

const FORCE_HINT = 'export into another place, or add --force if the earlier records may go';

/** @throws ConfigError when a limited run would replace a snapshot that may hold more */
export function refuseLimited(
  resource: ResourcePlan,
  before: ManifestEntry | undefined,
  terms: RunTerms,
): void {
  if (!terms.isLimited || terms.isForced || !replacesMore(resource, before)) return;
  throw new ConfigError(
    `resource "${resource.name}": a limited run would replace ${replaced(resource, before)}`,
    { hint: FORCE_HINT },
  );
}

/** @throws StateError when a run that ended early, or kept nothing, would replace a snapshot that may hold more */
export function refuseIncomplete(
  outcome: ResourceOutcome,
  resource: ResourcePlan | undefined,
  before: ManifestEntry | undefined,
  terms: RunTerms,
): void {
  if (resource === undefined || terms.isForced || !replacesMore(resource, before)) return;
  const isNothing = outcome.records === 0 && outcome.rejects > 0;
  if (outcome.isComplete && !isNothing) return;
  const what = isNothing
    ? 'every record was rejected'
    : 'this run ended before its end (a limit or maximum_page)';
  throw new StateError(
    `resource "${resource.name}": ${what}, and would replace ${replaced(resource, before)}`,
    { hint: FORCE_HINT },
  );
}

function replaced({ write_disposition }: ResourcePlan, before: ManifestEntry | undefined): string {
  const what = write_disposition === 'merge' ? 'whole groups by merge_key in a snapshot' : 'a snapshot';
  return `${what} of ${before?.records} records`;
}

// What a limited run has put there alone may be put there anew by another one.
function replacesMore(resource: ResourcePlan, before: ManifestEntry | undefined): boolean {
  if (before === undefined) return false;
  // Of a group that is read in part the rest would be lost.
  if (resource.write_disposition === 'merge') return resource.merge_key.length > 0 && before.records > 0;
  if (resource.write_disposition !== 'replace') return false;
  return before.complete || (before.write_disposition ?? 'replace') !== 'replace';
}

/** @throws ConfigError that lists why append or merge cannot go on from the snapshot */
export function refuseUnfit(resource: ResourcePlan, before: ManifestEntry | undefined): void {
  if (before === undefined || resource.write_disposition === 'replace') return;
  const problems = [
    ...tableProblems(resource, before),
    ...keyProblems(resource, before),
    ...namingProblems(resource, before),
    ...nestingProblems(resource, before),
    ...columnProblems(resource, before),
  ];
  if (problems.length === 0) return;
  throw new ConfigError(`resource "${resource.name}" cannot go on from its earlier snapshot`, {
    problems,
    hint: 'undo the change, export into another directory, or set write_disposition: replace for one run',
  });
}

/** The earlier files lie under the earlier name, and would stay there. */
function tableProblems({ name, table_name: now }: ResourcePlan, before: ManifestEntry): Problem[] {
  const was = tableOf(name, before);
  if (was === now) return [];
  return [{ path: `${name}.table_name`, message: `is ${now}, and was ${was} in the earlier snapshot` }];
}

/** @throws ConfigError where an output has the name that another resource's has in the directory already */
export function refuseTaken(resources: readonly ResourcePlan[], manifest: Manifest | undefined): void {
  const problems = resources.flatMap(({ name, table_name: table }): Problem[] => {
    const others = [...(manifest?.resources ?? [])].filter(([other]) => other !== name);
    const owner = others.find(([other, entry]) => tableOf(other, entry) === table)?.[0];
    if (owner === undefined) return [];
    const message = `"${table}" is the output of resource "${owner}" in the directory`;
    return [{ path: `${name}.table_name`, message }];
  });
  if (problems.length === 0) return;
  throw new ConfigError('two outputs of one name in the export directory', {
    problems,
    hint: 'choose another table_name, or export into another directory',
  });
}

/** A record of the snapshot without this run's key could not be told from the new ones. */
function keyProblems(resource: ResourcePlan, { primary_key: before }: ManifestEntry): Problem[] {
  if (resource.write_disposition !== 'merge' || before === undefined) return [];
  const now = new Set(resource.primary_key);
  if (now.size === before.length && before.every((name) => now.has(name))) return [];
  const was = before.length === 0 ? 'there was none' : `it was ${before.join(', ')}`;
  return [
    {
      path: `${resource.name}.primary_key`,
      message: `is ${resource.primary_key.join(', ')}, and ${was} in the earlier snapshot`,
    },
  ];
}

function namingProblems(resource: ResourcePlan, { naming: before }: ManifestEntry): Problem[] {
  if (before === undefined || before === resource.naming) return [];
  return [
    {
      path: `${resource.name}.naming`,
      message: `is ${resource.naming}, and was ${before} in the earlier snapshot`,
    },
  ];
}

/** What was one column would be several, each empty in the records of the other kind. */
function nestingProblems({ name, max_table_nesting: now }: ResourcePlan, before: ManifestEntry): Problem[] {
  const was = before.max_table_nesting ?? 0;
  if (was === now) return [];
  const message = `is ${now}, and was ${was} in the earlier snapshot`;
  return [{ path: `${name}.max_table_nesting`, message }];
}

function columnProblems(resource: ResourcePlan, before: ManifestEntry): Problem[] {
  const known = new Map((before.columns ?? []).map((column) => [column.name, column]));
  const declared = new Map((resource.columns ?? []).map((column) => [column.name, column]));
  const problemAt = (name: string, message: string): Problem => ({
    path: `${resource.name}.columns.${name}`,
    message: `${message} in the earlier snapshot`,
  });
  const changed = [...declared.values()].flatMap((one): Problem[] => {
    const { name, from } = one;
    const column = known.get(name);
    if (column === undefined) return [];
    const [type, wasType] = [shapeText(one), shapeText(shapeOf(column))];
    if (type !== wasType) return [problemAt(name, `is ${type}, and was ${wasType}`)];
    const was = column.from ?? name;
    return was === from || (isOwn(name, was) && isOwn(name, from))
      ? []
      : [problemAt(name, `is taken from ${from}, and was from ${was}`)];
  });
  if (resource.write_disposition === 'append') return changed;
  // The earlier records of a column that is called otherwise now would stand beside the new ones, half empty each.
  const gone = [...known.values()].filter(({ name, from }) => from !== undefined && !declared.has(name));
  const renamed = [...declared.values()].flatMap(({ name, from }): Problem[] => {
    if (known.has(name)) return [];
    if (before.columns === undefined && !isOwn(name, from))
      return [problemAt(name, 'is declared, and was not')];
    const other = gone.find((column) => column.from === from);
    return other === undefined ? [] : [problemAt(name, `takes what was the column ${other.name}`)];
  });
  const raw =
    resource.columns === undefined ? gone.filter(({ name, from = name }) => !isOwn(name, from)) : [];
  return [
    ...changed,
    ...renamed,
    ...raw.map(({ name, from }) => problemAt(name, `is not declared, and was taken from ${from}`)),
  ];
}

/** Whether a column is taken from the field of its own name. */
function isOwn(name: string, from: string): boolean {
  return from === name || from === pathToKey(name);
}
