// Where output goes: one target a run, one sink a resource.
import type { ResourcePlan } from '../config/plan.ts';
import type { Sink } from './contract.ts';

/** What the target is told of each resource when the run ends. */
export interface ResourceOutcome {
  readonly name: string;
  readonly isComplete: boolean;
  readonly pages: number;
  readonly records: number;
  readonly duplicates: number;
  readonly rejects: number;
}

/** A file that is in place. */
export interface PublishedFile {
  readonly resource: string;
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Target {
  /**
   * Everything that can be refused before the first request.
   * @throws UsageError, OutputError or StateError
   */
  prepare(resources: readonly ResourcePlan[]): Promise<void>;
  sink(resource: ResourcePlan): Promise<Sink>;
  /** Puts the output of the resources that succeeded in place. */
  commit(outcomes: readonly ResourceOutcome[], startedAt: Date): Promise<readonly PublishedFile[]>;
  /** Takes everything back that is not in place yet. Never fails. */
  abort(): Promise<void>;
}
