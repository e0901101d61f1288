// What the resources of one run share: the client, its tokens, the way to open a resource.
import envPaths from 'env-paths';
import type { ComponentOptions } from '../config/pipeline.ts';
import type { Plan, ResourcePlan } from '../config/plan.ts';
import type { Environment } from '../config/resolve-values.ts';
import type { Emit } from '../core/events.ts';
import { builtIn, type Language } from '../language/language.ts';
import type { Auth } from '../source/auth/contract.ts';
import { createClient } from '../source/http/client.ts';
import { openResource, type ResourceSource } from '../source/resource.ts';

export interface SessionOptions {
  readonly emit: Emit;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** The parts that the plan may name; default: the built-in ones. */
  readonly language?: Language | undefined;
}

export interface Session {
  /** Opens a resource without requesting anything. */
  open(resource: ResourcePlan, options: { signal: AbortSignal; isWindowed: boolean }): ResourceSource;
  close(): Promise<void>;
}

export function openSession(plan: Plan, options: SessionOptions): Session {
  const { emit, environment, signal, language = builtIn } = options;
  const client = createClient(plan.client, { emit, environment, signal });
  const auths = new Map<ComponentOptions, Auth>();
  const authOf = (options: ComponentOptions | undefined): Auth | undefined => {
    if (options === undefined) return undefined;
    const known = auths.get(options);
    if (known !== undefined) return known;
    const auth = language.createAuth(options, {
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
        createPaginator: language.createPaginator,
        createRouter: language.createRouter,
        authOf,
        emit,
        ...options,
      }),
    close: () => client.close(),
  };
}
