// What the readers of one opened pipeline share: the client with its gate per host, the tokens, a scope of abort.
import { isDeepStrictEqual } from 'node:util';
import type { Environment } from '../config/environment.ts';
import type { ComponentOptions, ResourcePlan } from '../config/pipeline.ts';
import { dataDirectory } from '../core/data-directory.ts';
import { StateError } from '../core/errors.ts';
import type { Emit } from '../core/events.ts';
import type { FeedReader } from '../core/feed.ts';
import type { WrittenPartitions } from '../core/resume-point.ts';
import { openScope, type Scope } from '../core/scope.ts';
import type { BoundPlan } from '../language/language.ts';
import type { Auth } from '../source/auth/contract.ts';
import { createClient } from '../source/http/client.ts';
import type { IncrementalRun } from '../source/incremental/index.ts';
import type { PageRanges } from '../source/page-ranges.ts';
import { openResource, type ResourceSource, type Unit } from '../source/resource.ts';

export interface Session {
  readonly plan: BoundPlan;
  /**
   * Begins to read: one run, one check, one stream of records.
   * @param signal ends the reader
   * @param deadline ends what its sources read, as a failure of theirs does
   */
  reader(emit: Emit, signal?: AbortSignal, deadline?: AbortSignal): Reader;
  /** Ends every reader and the connections. */
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly signal: AbortSignal;
  readonly isWindowed: boolean;
  /** What is known of the runs before; default: nothing. */
  readonly incremental?: IncrementalRun;
  /** What comes from its parent. */
  readonly feed?: FeedReader | undefined;
  /** Which units are read. */
  readonly owns?: ((unit: Unit) => boolean) | undefined;
  /** Which ranges of its pages are read. */
  readonly ranges?: PageRanges | undefined;
  /** What an interrupted run has written. */
  readonly written?: WrittenPartitions;
  /** Default: the reader's. */
  readonly emit?: Emit;
}

export interface Reader {
  /** Ends with the reader; without a reason, so that what a request throws on its way out is no error of the run's. */
  readonly scope: Scope;
  /** Opens a resource without requesting anything; one that has a parent by way of `openParents`. */
  open(resource: ResourcePlan, options: OpenOptions): ResourceSource;
  /** Ends what it has under way. */
  close(): void;
}

export interface SessionOptions {
  /** In place of the client's auth, made when it is first needed. */
  readonly auth?: ((signal: AbortSignal) => Auth) | undefined;
}

export function openSession(
  plan: BoundPlan,
  environment: Environment,
  options: SessionOptions = {},
): Session {
  const { language } = plan;
  const scope = openScope();
  const listeners = new Set<Emit>();
  const notices = [...plan.notices];
  // A token serves every reader, so what is told of its request is told to all of them.
  const toAll: Emit = (event) => {
    for (const listener of listeners) listener(event);
  };
  const client = createClient(plan.client, { emit: toAll, environment, signal: scope.signal });
  const given = options.auth?.(scope.signal);
  const authOf = authsOf(plan.client.auth, given, (options) =>
    language.createAuth(options, {
      send: client.sendAuthRequest,
      client: plan.client,
      signal: scope.signal,
      get stateDirectory() {
        return stateDirectory(environment);
      },
    }),
  );
  return {
    plan,
    reader(emit, signal, deadline) {
      const own = scope.child();
      const listener: Emit = (event) => emit(event);
      listeners.add(listener);
      // Said once, to whoever reads first.
      for (const message of notices.splice(0)) emit({ kind: 'warning', resource: undefined, message });
      const end = () => own.end();
      if (signal?.aborted) end();
      else signal?.addEventListener('abort', end, { once: true });
      return {
        scope: own,
        open: (resource, options) =>
          openResource(resource, {
            client,
            clientPlan: plan.client,
            createPaginator: language.createPaginator,
            createRouter: language.createRouter,
            authOf,
            emit,
            deadline,
            ...options,
          }),
        close() {
          signal?.removeEventListener('abort', end);
          listeners.delete(listener);
          end();
        },
      };
    },
    async close() {
      scope.end();
      await client.close();
    },
  };
}

function stateDirectory(environment: Environment): string {
  const directory = environment.PENSTOCK_STATE_DIR || dataDirectory('penstock', environment);
  if (directory !== undefined) return directory;
  throw new StateError('this user has no home directory to keep rotated tokens in', {
    hint: 'set PENSTOCK_STATE_DIR to a directory that outlives the run',
  });
}

// Each resource has its own copy of what it inherits; equal options are one auth, with one token for all.
function authsOf(
  inherited: ComponentOptions | null | undefined,
  given: Auth | undefined,
  create: (options: ComponentOptions) => Auth,
) {
  const auths: { readonly options: ComponentOptions; readonly auth: Auth }[] = [];
  return (own: ComponentOptions | null | undefined): Auth | undefined => {
    if (own === undefined && given !== undefined) return given;
    const options = own === undefined ? inherited : own;
    if (options === null || options === undefined) return undefined;
    const known = auths.find((one) => isDeepStrictEqual(one.options, options));
    if (known !== undefined) return known.auth;
    const auth = create(options);
    auths.push({ options, auth });
    return auth;
  };
}
