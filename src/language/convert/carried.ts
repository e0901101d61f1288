// What a conversion says of itself: what could not be carried over, and what the user should know.
import { ExactNumber } from '../../core/exact-number.ts';

export interface Remark {
  /** In the config that was converted. */
  readonly path: string;
  readonly message: string;
}

export interface Conversion {
  /** The pipeline, in dlt's words where they are penstock's. */
  readonly pipeline: Readonly<Record<string, unknown>>;
  /** What would change the records, and is left for the user to write. */
  readonly missing: readonly Remark[];
  /** What has no effect here, or is said otherwise. */
  readonly notices: readonly string[];
  /** Names of the secrets that the pipeline wants, in the order in which they stand there. */
  readonly secrets: readonly string[];
}

export type Loose = Record<string, unknown>;

export function isLoose(value: unknown): value is Loose {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}
