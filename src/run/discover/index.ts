// What an API's answer tells of itself: records, key, columns, paging, and the credentials it wants.

import { type Proposal, proposeColumns } from '../../columns/propose.ts';
import type { Environment } from '../../config/environment.ts';
import { compileSelector } from '../../config/selector.ts';
import type { JsonRecord } from '../../core/batch.ts';
import { SourceError } from '../../core/errors.ts';
import type { Emit } from '../../core/events.ts';
import { fingerprintText } from '../../core/fingerprint.ts';
import { toJsonText } from '../../core/json.ts';
import { type BoundPlan, builtIn } from '../../language/language.ts';
import { planOf } from '../../language/load-plan.ts';
import { isObject } from '../../source/evidence/containers.ts';
import { statedFailure } from '../../source/http/server-words.ts';
import { outlineBody } from '../../source/outline-body.ts';
import {
  isDone,
  type PageFacts,
  type PageRequest,
  type Paginator,
} from '../../source/paginators/contract.ts';
import type { Address } from './address.ts';
import { type Found, hasOtherList, isBeside, recordLists } from './lists.ts';
import { type Paging, readPaging } from './paging.ts';

export interface Asking {
  /** Of the pipeline; secrets are looked for under it. */
  readonly name: string;
  readonly resource: string;
  readonly address: Address;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly auth: object | undefined;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly emit: Emit;
}

export interface Discovery {
  /** Set where the API wants credentials: what its 401 asks for. */
  readonly challenge?: string;
  /** Undefined where nothing could be seen. */
  readonly found: Found | undefined;
  /** Other lists that may be the records. */
  readonly others: readonly string[];
  readonly paging: Paging | undefined;
  /** Whether a second answer bore out the paginator; undefined where none was asked for. */
  readonly isConfirmed: boolean | undefined;
  /** Why not. */
  readonly objection: string | undefined;
  readonly proposal: Proposal;
  /** Records that were seen. */
  readonly seen: number;
}

/**
 * Asks an address once, and once more to confirm the paginator that the answer speaks for.
 * @throws PenstockError where there is no answer to learn from; SourceError where it holds no records
 */
export async function discover(asking: Asking): Promise<Discovery> {
  const { observe } = await import('./observe.ts');
  const plan = planFor(asking);
  let lists: readonly Found[] = [];
  let paging: Paging | undefined;
  const confirm = (answer: PageFacts): PageRequest | undefined => {
    lists = listsOf(answer, asking);
    const page = { ...answer, records: lists[0]?.list ?? [] };
    paging = lists.length === 0 ? undefined : readPaging(page);
    if (paging?.options === undefined) return undefined;
    const paginator = paginatorOf(asking, paging.options);
    const next = paginator.next({ ...page, position: paginator.start });
    return isDone(next) ? undefined : requestOf(paginator, next.position, paging);
  };
  const { environment, signal, emit } = asking;
  const { first, second, error } = await observe(plan, { environment, signal, emit, confirm });
  if (first.status === 401) {
    const proposal = { primaryKey: [], columns: [] };
    const challenge = first.headers['www-authenticate'] ?? '';
    return { ...NOTHING, challenge, proposal };
  }
  const failure = lists[0]?.records[0] === first.body ? statedFailure(first.body) : undefined;
  const found = failure === undefined ? lists[0] : undefined;
  if (found === undefined) {
    throw new SourceError(
      `the answer holds no records that could be recognised: it ${outlineBody(first.body)}`,
      {
        hint: 'give an address whose answer is a list of objects, or holds one',
      },
    );
  }
  const more = second === undefined ? [] : recordsIn(second.body, found.selector);
  const isRepeat = more.some((record) => found.records.some((one) => identity(one) === identity(record)));
  const isAsked = second !== undefined || error !== undefined;
  const objection =
    error?.message ??
    (more.length === 0
      ? 'the second answer held no records'
      : isRepeat
        ? 'the same records came again'
        : undefined);
  const records = (
    isAsked && objection === undefined ? [...found.records, ...more] : found.records
  ) as JsonRecord[];
  return {
    found,
    others: lists
      .slice(1)
      .filter((one) => !isBeside(one))
      .slice(0, 3)
      .map(({ selector }) => selector),
    paging,
    isConfirmed: isAsked ? objection === undefined : undefined,
    objection: isAsked ? objection : undefined,
    proposal: proposeColumns(records, []),
    seen: records.length,
  };
}

const NOTHING = {
  found: undefined,
  others: [],
  paging: undefined,
  isConfirmed: undefined,
  objection: undefined,
  seen: 0,
};

function listsOf({ body, status }: PageFacts, { resource }: Asking): readonly Found[] {
  if (status === 401) return [];
  const lists = recordLists(body, resource);
  if (lists.length > 0 || !isObject(body) || hasOtherList(body)) return lists;
  // One object is one record: it itself, or what its envelope holds.
  const inner = Object.entries(body).find(
    ([key, value]) => /^(data|result|item)$/i.test(key) && isObject(value),
  );
  const [key, record] = inner ?? ['$', body];
  return [{ selector: key, list: [record], records: [record as JsonRecord] }];
}

function recordsIn(body: unknown, selector: string): readonly unknown[] {
  try {
    return (compileSelector(selector)(body) ?? []).filter(isObject);
  } catch {
    return [];
  }
}

function identity(record: unknown): string {
  return fingerprintText(toJsonText(record));
}

/** The request behind the first page; what the paginator sends replaces what the address asked for. */
function requestOf(paginator: Paginator, position: PageFacts['position'], { takes }: Paging): PageRequest {
  const request = paginator.request(position);
  const gone = Object.fromEntries(takes.map((name) => [name, null]));
  return request.url === undefined ? { ...request, query: { ...gone, ...request.query } } : request;
}

function planFor(asking: Asking): BoundPlan {
  // Without credentials a refusal is an answer, too: it says which.
  const isBare = asking.auth === undefined;
  return planWith(asking, {
    paginator: 'single_page',
    ...(isBare ? { response_actions: [{ status_code: 401, action: 'ignore' }] } : {}),
  });
}

function paginatorOf(asking: Asking, paginator: object): Paginator {
  const [resource] = planWith(asking, { paginator }).resources;
  if (resource === undefined) throw new Error('a plan of one resource has none');
  return builtIn.createPaginator(resource.endpoint.paginator);
}

function planWith(
  { address, name, resource, headers, auth, environment }: Asking,
  endpoint: object,
): BoundPlan {
  const { base_url, path, params } = address;
  // What the address says goes before what the environment has under the same name.
  const values = Object.entries(address.secrets).map(([key, value]) => [envName(`${name}_${key}`), value]);
  const pipeline = {
    name,
    client: { base_url, headers, ...(auth === undefined ? {} : { auth }) },
    resources: [{ name: resource, endpoint: { path, params, data_selector: '$', ...endpoint } }],
  };
  return planOf(pipeline, { environment: { ...environment, ...Object.fromEntries(values) } });
}

/** The environment variable of a secret. */
export function envName(secret: string): string {
  return secret.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
