// What the library's run() throws when a run was not well: the report is in it.
import { PenstockError } from '../core/errors.ts';
import type { Report } from '../run/report.ts';

/** A run that ended with another exit code than 0. */
export class RunError extends PenstockError {
  override readonly code = 'run';
  readonly exitCode: number;
  /** What became of each resource, and which files are in place all the same. */
  readonly report: Report;

  constructor(report: Report) {
    const failed = report.resources.filter((resource) => resource.error !== undefined);
    const [first] = failed;
    const of = `${failed.length} of ${report.resources.length} resources`;
    super(`${of} not complete; ${first?.name ?? ''}: ${first?.error?.message ?? ''}`, {
      cause: first?.error,
      hint: "the report of this error has them all; with { onPartial: 'report' } it is returned instead",
    });
    this.exitCode = report.exitCode;
    this.report = report;
  }
}
