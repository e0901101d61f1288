// A config of dlt's rest_api with the API it is for: what the server holds is what has to come.
import type { IncomingHttpHeaders } from 'node:http';

/** A request as a case's API sees it. */
export interface Call {
  readonly method: string;
  /** Behind the case's own address, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON, or an empty object. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The case's own address, without a slash at its end. */
  readonly base: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

/** A function for penstock, and what dlt has in its place. */
export interface PythonFunction {
  readonly inTypeScript: (...values: never[]) => unknown;
  readonly inPython: string;
}

export type Item = Readonly<Record<string, unknown>>;

export interface DltCase {
  readonly name: string;
  /** The config, with the address of its API; PythonFunctions may stand in it. */
  readonly config: (base: string) => Readonly<Record<string, unknown>>;
  readonly api: (call: Call) => Reply;
  /** The records of each resource. */
  readonly records: Readonly<Record<string, readonly Item[]>>;
  /** Variables that hold what the config does not say. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where dlt reads other records: why, for the table. */
  readonly dltDiffers?: string;
}

export const lambda = (inTypeScript: PythonFunction['inTypeScript'], inPython: string): PythonFunction => ({
  inTypeScript,
  inPython,
});

export function isFunctionOfBoth(value: unknown): value is PythonFunction {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'inPython');
}

/** A config with one side's functions. */
export function withFunctions(value: unknown, pick: (one: PythonFunction) => unknown): unknown {
  if (isFunctionOfBoth(value)) return pick(value);
  if (Array.isArray(value)) return value.map((one) => withFunctions(one, pick));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withFunctions(one, pick)]));
}
