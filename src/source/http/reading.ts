// How the answers of a resource are read.
import type { ResponseFormat } from '../../config/fields.ts';
import type { LimitNames } from './waits.ts';

export interface Reading {
  readonly format: ResponseFormat;
  /** Goes before what the server declares. */
  readonly encoding: string | undefined;
  /** Whether a long body is kept in a file and read in parts. */
  readonly isStreamed: boolean;
  /** Whether a large body is parsed in parts. */
  readonly isCut: boolean;
  readonly limitNames: LimitNames;
}
