// What a sink is, and what a format adds: a format turns records into bytes, a target puts bytes somewhere.
import type { ResourcePlan } from '../config/plan.ts';
import type { Batch, JsonRecord } from '../core/batch.ts';

/** One resource's way out. */
export interface Sink {
  /** Resolves when the target can take more. */
  write(batch: Batch): Promise<void>;
  /** Ends the output; after it every byte has been handed to the target. */
  close(): Promise<SinkResult>;
  /** Gives up; nothing of this resource stays behind. */
  abort(): Promise<void>;
}

export interface SinkResult {
  readonly records: number;
  readonly rejects: number;
}

/** Turns records into the bytes of one file. */
export interface Encoder {
  encode(records: readonly JsonRecord[]): Promise<readonly Uint8Array[]> | readonly Uint8Array[];
  /** The bytes that complete the file; called once. */
  end(): Promise<readonly Uint8Array[]> | readonly Uint8Array[];
}

export interface Format {
  /** The word for `-f`. */
  readonly name: string;
  /** Ending of file names, without the dot. */
  readonly extension: string;
  readonly summary: string;
  /** What this format cannot write correctly, asked before the first request; undefined when all is well. */
  refuse(resource: ResourcePlan): string | undefined;
  createEncoder(resource: ResourcePlan): Encoder | Promise<Encoder>;
}
