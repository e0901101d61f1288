// The plan: a pipeline with everything decided, which the later layers follow without asking again.

import type { Column, Contract } from './columns.ts';
import type { QueryParams } from './fields.ts';
import type { CheckedClient, ComponentOptions } from './pipeline.ts';
import type { METHODS, ResponseAction } from './resource.ts';

export interface Plan {
  readonly name: string;
  readonly client: ClientPlan;
  readonly resources: readonly ResourcePlan[];
}

export type ClientPlan = Omit<CheckedClient, 'auth' | 'paginator'>;

export interface RequestPlan {
  readonly path: string;
  readonly method: (typeof METHODS)[number];
  readonly params: QueryParams;
  readonly json: Readonly<Record<string, unknown>> | undefined;
  readonly headers: Readonly<Record<string, string | null>>;
}

export interface ResourcePlan {
  readonly name: string;
  readonly request: RequestPlan;
  readonly auth: ComponentOptions | undefined;
  readonly paginator: ComponentOptions;
  /** False when nothing was configured and `single_page` is only assumed. */
  readonly isPaginatorChosen: boolean;
  readonly partitionRouters: readonly ComponentOptions[];
  readonly dataSelector: string | undefined;
  readonly responseActions: readonly ResponseAction[];
  readonly primaryKey: readonly string[];
  readonly dedupe: boolean;
  readonly writeDisposition: 'append' | 'replace' | 'merge';
  /** In output order; undefined when the pipeline declares none. */
  readonly columns: readonly Column[] | undefined;
  readonly contract: Contract;
  readonly naming: 'keep' | 'snake_case';
  readonly selected: boolean;
}

/** What a format needs to know of a resource. */
export type SchemaPlan = Pick<ResourcePlan, 'name' | 'columns' | 'contract'>;
