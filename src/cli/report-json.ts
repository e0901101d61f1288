// The report of a run for programs.
import type { Report } from '../run/report.ts';

/** The report as JSON, for --summary-file and --log-format json. */
export function reportJson(report: Report): object {
  return {
    pipeline: report.pipeline,
    started: report.startedAt.toISOString(),
    seconds: report.seconds,
    exit_code: report.exitCode,
    closed_pipe: report.isPipeClosed,
    resources: report.resources.map(({ error, ...rest }) => ({
      ...snakeKeys(rest),
      complete: rest.status === 'complete',
      error: error?.toJSON(),
    })),
    files: report.files,
  };
}

function snakeKeys(report: object): object {
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(report).map(([name, value]) => [snake(name), value]));
}
