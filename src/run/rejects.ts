// How many rejected records a run may have and still be well.
import { ContractError } from '../core/errors.ts';

/** So many records, or so many of a hundred that came. */
export type RejectLimit = { readonly records: number } | { readonly percent: number };

export const NO_REJECTS: RejectLimit = { records: 0 };

/** `20` or `5%`; undefined for anything else. */
export function parseRejectLimit(text: string): RejectLimit | undefined {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  const value = Number(digits);
  if (percent === '%' && value <= 100) return { percent: value };
  if (percent === '' && Number.isSafeInteger(value)) return { records: value };
  return undefined;
}

interface Counts {
  readonly records: number;
  readonly rejects: number;
  readonly duplicates: number;
}

/** @returns the error of a resource with more rejects than allowed; undefined when all is well */
export function tooManyRejects(
  { records, rejects, duplicates }: Counts,
  limit: RejectLimit,
): ContractError | undefined {
  const came = records + rejects + duplicates;
  const isAllowed = 'records' in limit ? rejects <= limit.records : rejects * 100 <= limit.percent * came;
  if (isAllowed) return undefined;
  const allowed = 'records' in limit ? String(limit.records) : `${limit.percent} %`;
  const which = rejects === 1 ? 'one record was' : `${rejects} records were`;
  return new ContractError(`${which} rejected, of ${came}; --max-rejects allows ${allowed}`, {
    hint: 'see the rejects, then change columns, primary_key or schema_contract, or allow them with --max-rejects N or N%',
  });
}

/** @returns the error of a resource of which nothing is left, so that it replaces nothing */
export function allRejected(
  { records, rejects }: Counts,
  firstReason: string | undefined,
): ContractError | undefined {
  if (records > 0 || rejects === 0) return undefined;
  const what = rejects === 1 ? 'the only record was' : `all ${rejects} records were`;
  return new ContractError(`${what} rejected: ${firstReason ?? ''}`, {
    hint: 'check primary_key and columns against what the API sends: penstock preview, penstock infer',
  });
}
