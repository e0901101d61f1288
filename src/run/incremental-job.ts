// When the state of an incremental resource moves: only together with its records, and never past one that is missing.
import type { ResourcePlan } from '../config/pipeline.ts';
import { PenstockError, SourceError } from '../core/errors.ts';
import { isProgressive } from '../source/incremental/index.ts';
import type { ResourceSource } from '../source/resource.ts';
import { isPublished, type ResourceReport, type ResourceStatus } from './report.ts';
import type { RunState } from './run-state.ts';

export interface StateTerms {
  readonly state: RunState;
  /** Whether the state that the run reads is kept somewhere. */
  readonly hasStore: boolean;
  /** Earlier records of an incremental resource give way to those of this run. */
  readonly isRefresh: boolean;
  readonly limit: number | undefined;
}

const isStateful = (resource: ResourcePlan, { state, hasStore }: StateTerms): boolean =>
  hasStore && state.keeps(resource);

/** Whether what was read before the end counts. */
const countsInPart = ({ endpoint: { incremental } }: ResourcePlan): boolean =>
  incremental !== undefined && isProgressive(incremental);

/** The resource as its place of output sees it. */
export function placedPlan(
  resource: ResourcePlan,
  { isRefresh }: Pick<StateTerms, 'isRefresh'>,
): ResourcePlan {
  const isAnew = isRefresh && resource.endpoint.incremental !== undefined;
  return isAnew ? { ...resource, write_disposition: 'replace' } : resource;
}

/**
 * Whether what came before a failure is kept. The failure must be the source's own: then every page before it has gone
 * all the way.
 */
export function isKeepable(
  resource: ResourcePlan,
  thrown: unknown,
  { incremental }: ResourceSource,
  records: number,
  terms: StateTerms & { readonly parents: { feedsOf(name: string): readonly unknown[] } },
): boolean {
  // A refresh would put a part in the place of the whole; and with a parent its children end.
  if (terms.isRefresh || terms.limit !== undefined || records === 0) return false;
  if (terms.parents.feedsOf(resource.name).length > 0) return false;
  if (!(thrown instanceof PenstockError) || incremental?.failure !== thrown) return false;
  return isStateful(resource, terms) && countsInPart(resource);
}

/**
 * Whether the state of a resource moves with the records that are put in place.
 * @param report isBroken: one of its chains ended before the API's end; the others are as whole as ever
 */
export function isMoved(
  resource: ResourcePlan,
  report: { readonly status: ResourceStatus; readonly isKept?: boolean; readonly isBroken: boolean },
  terms: StateTerms,
): boolean {
  if (!isStateful(resource, terms)) return false;
  const { status, isKept } = report;
  if (status === 'complete' || isKept === true) return true;
  // The rejected ones are read again once they fit; but what was appended must not come twice.
  if (status === 'partial') return resource.write_disposition === 'append';
  return status === 'limited' && terms.limit === undefined && (countsInPart(resource) || !report.isBroken);
}

/**
 * @param isBroken as above
 * @returns the error of a resource whose configured maximum ended it somewhere in the middle;
 *   undefined where it can go on from there, or nothing is appended
 */
export function endedAnywhere(
  resource: ResourcePlan,
  isBroken: boolean,
  terms: StateTerms,
): PenstockError | undefined {
  const isFine = resource.write_disposition !== 'append' || countsInPart(resource) || !isBroken;
  if (isFine || !isStateful(resource, terms) || terms.limit !== undefined) return undefined;
  return new SourceError(
    'a configured maximum ended it before its end, and what would be appended now would come again',
    { hint: 'raise the maximum, or say row_order: asc where the API gives the oldest records first' },
  );
}

/**
 * Holds parents back whose children did not come to their end: past a parent's state, nobody would read them again.
 * @returns the reports; a parent whose records would be appended once more failed with its children
 */
export function withChildren(
  reports: readonly ResourceReport[],
  selected: readonly ResourcePlan[],
  terms: StateTerms,
): readonly ResourceReport[] {
  const isWhole = ({ status }: ResourceReport) => status === 'complete' || status === 'partial';
  const lost = new Map<string, string>();
  for (const report of reports) {
    if (isWhole(report)) continue;
    const seen = new Set<string>();
    for (
      let one = parentOf(report.name, selected);
      one !== undefined && !seen.has(one);
      one = parentOf(one, selected)
    ) {
      seen.add(one);
      if (!lost.has(one)) lost.set(one, report.name);
    }
  }
  return reports.map((report) => {
    const child = lost.get(report.name);
    const resource = selected.find(({ name }) => name === report.name);
    if (child === undefined || resource === undefined || !isStateful(resource, terms)) return report;
    terms.state.stay(report.name);
    const isAppended = resource.write_disposition === 'append' && !terms.isRefresh;
    if (!isAppended || !isPublished(report) || terms.limit !== undefined) return report;
    const error = new SourceError(
      `"${child}", which is read for its records, did not come to its end; appended now, they would come again with the next run`,
      { hint: 'nothing of it was put in place: run again', where: { resource: report.name } },
    );
    return { ...report, status: 'failed', isKept: false, error };
  });
}

function parentOf(name: string, selected: readonly ResourcePlan[]): string | undefined {
  return selected.find((one) => one.name === name)?.parent?.resource;
}
