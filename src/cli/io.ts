// The outside world as the command line sees it; tests hand in their own.
import type { Writable } from 'node:stream';
import type { Environment } from '../config/environment.ts';

export type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

export interface Io {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly environment: Environment;
  /** Aborted by a signal, with an AbortedError as its reason. */
  readonly signal: AbortSignal;
  /** The process ends once the command has, though nobody has read what is left in stdout. */
  leave?(): void;
}
