// penstock run: a pipeline to stdout, files or a directory.
import { AbortedError, type PenstockError, toPenstockError } from '../../core/errors.ts';
import { writeWholeFile } from '../../core/files/whole-file.ts';
import { toJsonText } from '../../core/json.ts';
import { maskJson } from '../../core/mask.ts';
import type { RejectLimit } from '../../run/rejects.ts';
import type { Report } from '../../run/report.ts';
import { run } from '../../run/run.ts';
import { outputError } from '../../sinks/files/output-error.ts';
import type { Io } from '../io.ts';
import { createLog, type Log, type LogOptions } from '../log.ts';
import { chooseTarget, type OutputOptions } from '../output.ts';
import { type PipelineOptions, withSession } from '../pipeline-options.ts';
import { liveProgress, plainProgress } from '../progress.ts';
import { reportJson, reportText } from '../report-text.ts';
import { colours } from '../table.ts';

export interface RunCommandOptions extends PipelineOptions, OutputOptions {
  readonly limit?: number;
  readonly maxRejects?: RejectLimit;
  readonly force?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly logFormat: 'text' | 'json';
  readonly summaryFile?: string;
}

export async function runCommand(
  file: string,
  resources: readonly string[],
  options: RunCommandOptions,
  io: Io,
): Promise<number> {
  const logOptions: LogOptions = {
    quiet: options.quiet === true,
    verbose: options.verbose === true,
    format: options.logFormat,
  };
  const isLive =
    io.stderr.isTTY === true && !logOptions.quiet && !logOptions.verbose && logOptions.format === 'text';
  const progress = isLive ? await liveProgress(io) : plainProgress(io);
  const log = createLog(io, logOptions, progress.put);
  try {
    const report = await withSession(file, options, io, (plan, session) =>
      run(plan, session, {
        target: chooseTarget(options, plan.name, plan.language.formats, io),
        resources,
        limit: options.limit,
        maxRejects: options.maxRejects,
        force: options.force,
        signal: io.signal,
        emit: (event) => {
          progress.event(event);
          log.event(event);
        },
      }),
    );
    progress.stop();
    await tell(report, options, log, io);
    return report.exitCode;
  } catch (thrown) {
    progress.stop();
    const error = endOf(thrown, io);
    log.error(error);
    return error.exitCode;
  }
}

// However a signal made the run fail, the signal is what ended it.
function endOf(thrown: unknown, io: Io): PenstockError {
  return toPenstockError(io.signal.reason instanceof AbortedError ? io.signal.reason : thrown);
}

async function tell(report: Report, options: RunCommandOptions, log: Log, io: Io): Promise<void> {
  if (report.isPipeClosed) return;
  for (const { error } of report.resources) if (error !== undefined) log.error(error);
  // A single resource into a pipe that went well has said everything on stdout.
  const isPlain = options.output === undefined && report.exitCode === 0 && io.stderr.isTTY !== true;
  if (!isPlain || options.verbose) log.text(reportText(report, colours(io.stderr.isTTY, io.environment)));
  if (options.logFormat === 'json' && !options.quiet) {
    const line = { time: new Date().toISOString(), level: 'info', kind: 'report', ...reportJson(report) };
    io.stderr.write(`${maskJson(toJsonText(line))}\n`);
  }
  if (options.summaryFile === undefined) return;
  try {
    await writeWholeFile(options.summaryFile, `${maskJson(toJsonText(reportJson(report)))}\n`);
  } catch (error) {
    throw outputError(`write ${options.summaryFile}`, error);
  }
}
