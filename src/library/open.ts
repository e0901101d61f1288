// The library: an opened pipeline, its resources as streams, and runs.
import { Readable } from 'node:stream';
import type { Environment } from '../config/environment.ts';
import type { JsonRecord, Origin, Page, Reject } from '../core/batch.ts';
import { ContractError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import { openScope } from '../core/scope.ts';
import { type BoundPlan, builtIn, type Language } from '../language/language.ts';
import { loadPlan, planOf } from '../language/load-plan.ts';
import type { Report } from '../run/report.ts';
import { run, selectResources } from '../run/run.ts';
import { openSession } from '../run/session.ts';
import { chainOf, elementsOf } from '../stages/index.ts';
import type { Destination } from './destinations.ts';
import type { RecordOf, ResourceNames } from './record-types.ts';

export interface OpenOptions {
  /** Where secrets and `env()` values come from; default: the process's environment. */
  readonly environment?: Environment;
  /** Name of a pipeline that has none; default: its file's name, or `pipeline`. */
  readonly name?: string;
}

export interface ReadOptions {
  /** Ends the requests. */
  readonly signal?: AbortSignal;
  /** Takes what breaks the schema; without it the first such record is an error. */
  readonly onReject?: (reject: Reject) => void;
  readonly onProgress?: Emit;
}

export interface LibraryRunOptions<Name extends string> {
  readonly to: Destination;
  /** Default: all that are selected. */
  readonly resources?: readonly Name[];
  /** Most records of each resource. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: Emit;
}

/** A Node stream in object mode whose elements have a type. */
export type TypedReadable<T> = Readable & { [Symbol.asyncIterator](): AsyncIterableIterator<T> };

/** An opened pipeline. Nothing is requested before a stream is read or a run begun. */
export interface OpenPipeline<P> {
  readonly name: string;
  readonly resources: readonly ResourceNames<P>[];
  /** The normalized, deduplicated records of a resource. Leaving the loop stops the requests. */
  records<Name extends ResourceNames<P>>(name: Name, options?: ReadOptions): TypedReadable<RecordOf<P, Name>>;
  /** The pages of a resource as the API gave them, before any stage. */
  pages(name: ResourceNames<P>, options?: ReadOptions): TypedReadable<Page>;
  /**
   * Exports resources.
   * @returns the report; a resource that failed is in it with its error
   * @throws OutputError, StateError or UsageError for what concerns the run as a whole; the signal's reason
   */
  run(options: LibraryRunOptions<ResourceNames<P>>): Promise<Report>;
}

/**
 * Opens a pipeline: checks it and resolves its secrets.
 * @param pipeline the object, or the path of a pipeline file
 * @throws ConfigError that lists every problem
 */
export function open<const P extends object | string>(
  pipeline: P,
  options: OpenOptions = {},
): Promise<OpenPipeline<P>> {
  return openIn(builtIn, pipeline, options);
}

/** The same, for a pipeline that may name the parts of a language; one that was written in another keeps its own. */
export async function openIn<const P extends object | string>(
  language: Language,
  pipeline: P,
  options: OpenOptions,
): Promise<OpenPipeline<P>> {
  const environment = options.environment ?? process.env;
  const settings = { environment, language, name: options.name };
  const plan = typeof pipeline === 'string' ? await loadPlan(pipeline, settings) : planOf(pipeline, settings);

  return {
    name: plan.name,
    resources: plan.resources.map((resource) => resource.name as ResourceNames<P>),
    records: (name, read = {}) =>
      readableOf(recordsOf(plan, name, environment, read)) as TypedReadable<never>,
    pages: (name, read = {}) => readableOf(pagesOf(plan, name, environment, read)),
    run: ({ to, resources, limit, signal, onProgress }) =>
      run(plan, {
        target: to.target(plan.name, plan.language.formats),
        environment,
        limit,
        signal,
        ...(resources === undefined ? {} : { resources }),
        ...(onProgress === undefined ? {} : { emit: onProgress }),
      }),
  };
}

function readableOf<T>(items: AsyncGenerator<T, void, undefined>): TypedReadable<T> {
  return Readable.from(items, { objectMode: true, highWaterMark: 1 }) as TypedReadable<T>;
}

async function* pagesOf(
  plan: BoundPlan,
  name: string,
  environment: Environment,
  options: ReadOptions,
): AsyncGenerator<Page, void, undefined> {
  const [resource] = selectResources(plan, [name]);
  if (resource === undefined) return;
  const ending = new AbortController();
  const pass = () => ending.abort();
  if (options.signal?.aborted) pass();
  else options.signal?.addEventListener('abort', pass, { once: true });
  const emit = options.onProgress ?? (() => {});
  const session = openSession(plan, { emit, environment, signal: ending.signal });
  try {
    yield* session.open(resource, { signal: ending.signal, isWindowed: true }).pages;
  } catch (error) {
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    // Whoever leaves the loop ends here too.
    options.signal?.removeEventListener('abort', pass);
    ending.abort();
    await session.close();
  }
}

async function* recordsOf(
  plan: BoundPlan,
  name: string,
  environment: Environment,
  options: ReadOptions,
): AsyncGenerator<JsonRecord, void, undefined> {
  const [resource] = selectResources(plan, [name]);
  if (resource === undefined) return;
  const chain = chainOf(resource, options.onProgress ?? (() => {}));
  const scope = openScope(options.signal);
  const pages = pagesOf(plan, name, environment, { ...options, signal: scope.signal });
  try {
    for await (const { records, rejects, ...origin } of elementsOf(chain.stream(pages, true))) {
      for (const reject of rejects) {
        if (options.onReject === undefined) throw rejection(reject, origin);
        options.onReject(reject);
      }
      yield* records;
    }
  } finally {
    chain.close();
    // The requests end first: the page that is under way would have to be waited for.
    scope.end();
    await pages.return();
  }
}

function rejection({ column, reason }: Reject, { resource, page }: Origin): ContractError {
  const what = column === undefined ? reason : `column "${column}": ${reason}`;
  return new ContractError(`a record was rejected: ${what}`, {
    where: { resource, page },
    hint: 'take rejected records with onReject, or change columns or schema_contract',
  });
}
