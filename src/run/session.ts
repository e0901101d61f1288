// What the resources of one run share: the client, its tokens, the way to open a resource.
import envPaths from 'env-paths';
import type { ComponentOptions } from '../config/pipeline.ts';
import type { Plan, ResourcePlan } from '../config/plan.ts';
import type { Environment } from '../config/resolve-values.ts';
import type { Emit } from '../core/events.ts';
import type { Auth } from '../source/auth/contract.ts';
import { createClient } from '../source/http/client.ts';
import { openResource, type ResourceSource } from '../source/resource.ts';
import { createAuth, createPaginator, createRouter } from './components.ts';

export interface SessionOptions {
  readonly emit: Emit;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

export interface Session {
  /** Opens a resource without requesting anything. */
  open(resource: ResourcePlan, options: { signal: AbortSignal }): ResourceSource;
  close(): Promise<void>;
}

export function openSession(plan: Plan, { emit, environment, signal }: SessionOptions): Session {
  const client = createClient(plan.client, { emit, environment, signal });
  const auths = new Map<ComponentOptions, Auth>();
  const authOf = (options: ComponentOptions | undefined): Auth | undefined => {
    if (options === undefined) return undefined;
    const known = auths.get(options);
    if (known !== undefined) return known;
    const auth = createAuth(options, {
      send: client.sendForm,
      stateDirectory: environment.PENSTOCK_STATE_DIR || envPaths('penstock', { suffix: '' }).data,
    });
    auths.set(options, auth);
    return auth;
  };
  return {
    open: (resource, options) =>
      openResource(resource, {
        client,
        clientPlan: plan.client,
        createPaginator,
        createRouter,
        authOf,
        emit,
        ...options,
      }),
    close: () => client.close(),
  };
}
