// What can go wrong, one class per thing to do about it; each class knows its exit code.
import { exits } from './exit-codes.ts';
import { mask } from './mask.ts';

/** Where a failure happened, as far as it is known. */
export interface Where {
  readonly pipeline?: string;
  readonly file?: string;
  /** Path inside the pipeline file, e.g. `resources[3].endpoint.paginator.limit`. */
  readonly configPath?: string;
  readonly resource?: string;
  readonly partition?: string;
  /** Page number within its resource or partition, counted from 1. */
  readonly page?: number;
}

export interface ErrorDetails {
  readonly where?: Where;
  /** What the reader should do next. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Base of every error that penstock throws. Its text never holds a secret: all of it passes the mask. */
export abstract class PenstockError extends Error {
  /** Stable, machine-readable name of the kind. */
  abstract readonly code: string;
  abstract readonly exitCode: number;
  #hint: string | undefined;
  #where: Where;

  constructor(message: string, details: ErrorDetails = {}) {
    super(mask(message), details.cause === undefined ? undefined : { cause: harmlessCause(details.cause) });
    this.name = new.target.name;
    this.#hint = details.hint === undefined ? undefined : mask(details.hint);
    this.#where = details.where ?? {};
  }

  /** What the reader should do next. */
  get hint(): string | undefined {
    return this.#hint;
  }

  /** Adds what else there is to do, where an outer layer knows of it. */
  advise(hint: string): this {
    this.#hint = this.#hint === undefined ? mask(hint) : `${this.#hint}; ${mask(hint)}`;
    return this;
  }

  get where(): Where {
    return this.#where;
  }

  /** Adds what an outer layer knows (resource, page) without hiding what an inner one said. */
  locate(where: Where): this {
    this.#where = { ...where, ...this.#where };
    return this;
  }

  toJSON(): Record<string, unknown> {
    return { code: this.code, message: this.message, where: this.where, hint: this.hint };
  }
}

/** The pipeline file or the command line is wrong; nothing was requested. */
export class ConfigError extends PenstockError {
  override readonly code: string = 'config';
  override readonly exitCode = exits.usage.code;
  readonly problems: readonly Problem[];

  constructor(message: string, details: ErrorDetails & { problems?: readonly Problem[] } = {}) {
    super(message, details);
    this.problems = (details.problems ?? []).map(({ path, message }) => ({ path, message: mask(message) }));
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), problems: this.problems };
  }
}

/** One thing that is wrong in a pipeline file. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

export class UsageError extends ConfigError {
  override readonly code = 'usage';
}

/** The API or the token endpoint refused who we are. */
export class AuthError extends PenstockError {
  override readonly code = 'auth';
  override readonly exitCode = exits.auth.code;
}

/** The API gave something that another attempt will not mend. */
export class SourceError extends PenstockError {
  override readonly code: string = 'source';
  override readonly exitCode = exits.source.code;
}

/** The API answered with an HTTP status that is an error. */
export class HttpStatusError extends SourceError {
  readonly status: number;

  constructor(message: string, status: number, details: ErrorDetails = {}) {
    super(message, details);
    this.status = status;
  }
}

/** An API that keeps answering without getting anywhere. */
export class NoProgressError extends SourceError {
  override readonly code = 'no_progress';
}

/** A record broke the schema contract where the contract, or the place of output, allows none. */
export class ContractError extends SourceError {
  override readonly code = 'contract';
}

/** A processing step of the pipeline failed at a record. */
export class StepError extends SourceError {
  override readonly code = 'step';
}

/** A fault that outlasted its retries; another run may work. */
export class TransientError extends PenstockError {
  override readonly code = 'transient';
  override readonly exitCode = exits.transient.code;
}

/** The place of output cannot take what we write. */
export class OutputError extends PenstockError {
  override readonly code = 'output';
  override readonly exitCode = exits.output.code;
}

/** What earlier runs left is corrupt, foreign or in use. */
export class StateError extends PenstockError {
  override readonly code = 'state';
  override readonly exitCode = exits.state.code;
}

/** The run was ended from outside. */
export class AbortedError extends PenstockError {
  override readonly code = 'aborted';
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The time that a run was given is over: what is safe is kept, and another run goes on. */
export class DeadlineError extends PenstockError {
  override readonly code = 'deadline';
  override readonly exitCode = exits.transient.code;

  /** @param given as it was asked for: `25m` */
  constructor(given: string) {
    super(`its time is over (--deadline ${given})`, { hint: 'run again' });
  }
}

/** A fault of penstock's own. */
export class InternalError extends PenstockError {
  override readonly code = 'internal';
  override readonly exitCode = exits.internal.code;
}

/** What a resource was to be read for did not come whole. */
export class ParentError extends PenstockError {
  override readonly code = 'parent';
  /** That of what its parent failed with. */
  readonly exitCode: number;

  constructor(parent: string, error: PenstockError) {
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    super(`its parent ${parent} failed: ${error.message}`, { ...hint, cause: error });
    this.exitCode = error.exitCode;
  }
}

/** Anything that was thrown, as one of ours. */
export function toPenstockError(thrown: unknown): PenstockError {
  if (thrown instanceof PenstockError) return thrown;
  return new InternalError(`unexpected: ${describe(thrown)}`, {
    cause: thrown,
    hint: 'this is a fault in penstock; please report it with the command that shows it',
  });
}

/** The text of anything thrown; bare strings too, which some libraries throw. */
export function describe(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
}

// A library's error object can hold headers, bodies and passwords, so only its name, text and code are kept.
function harmlessCause(cause: unknown): unknown {
  if (cause instanceof PenstockError) return cause;
  const kept = new Error(mask(describe(cause)));
  if (cause instanceof Error) {
    kept.name = cause.name;
    kept.stack = mask(cause.stack ?? '');
    const code = (cause as NodeJS.ErrnoException).code;
    if (code !== undefined) Object.assign(kept, { code });
    if (cause.cause !== undefined) kept.cause = harmlessCause(cause.cause);
  }
  return kept;
}
