// What the resources of one run share: the client, its tokens, the way to open a resource.
import { isDeepStrictEqual } from 'node:util';
import envPaths from 'env-paths';
import type { Environment } from '../config/environment.ts';
import type { ComponentOptions, ResourcePlan } from '../config/pipeline.ts';
import type { Emit } from '../core/events.ts';
import type { BoundPlan } from '../language/language.ts';
import type { Auth } from '../source/auth/contract.ts';
import { createClient } from '../source/http/client.ts';
import { openResource, type ResourceSource } from '../source/resource.ts';

export interface SessionOptions {
  readonly emit: Emit;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

export interface Session {
  /** Opens a resource without requesting anything. */
  open(resource: ResourcePlan, options: { signal: AbortSignal; isWindowed: boolean }): ResourceSource;
  close(): Promise<void>;
}

export function openSession(plan: BoundPlan, options: SessionOptions): Session {
  const { emit, environment, signal } = options;
  const { language } = plan;
  const client = createClient(plan.client, { emit, environment, signal });
  const auths: { readonly options: ComponentOptions; readonly auth: Auth }[] = [];
  // Each resource has its own copy of what it inherits; equal options are one auth, with one token for all.
  const authOf = (own: ComponentOptions | null | undefined): Auth | undefined => {
    const options = own === undefined ? plan.client.auth : own;
    if (options === null || options === undefined) return undefined;
    const known = auths.find((one) => isDeepStrictEqual(one.options, options));
    if (known !== undefined) return known.auth;
    const auth = language.createAuth(options, {
      send: client.sendForm,
      signal,
      stateDirectory: environment.PENSTOCK_STATE_DIR || envPaths('penstock', { suffix: '' }).data,
    });
    auths.push({ options, auth });
    return auth;
  };
  return {
    open: (resource, options) =>
      openResource(resource, {
        client,
        clientPlan: plan.client,
        createPaginator: language.createPaginator,
        createRouter: language.createRouter,
        authOf,
        emit,
        ...options,
      }),
    close: () => client.close(),
  };
}
