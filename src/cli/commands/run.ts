// penstock run: a pipeline to stdout, files or a directory.
import { randomUUID } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import { secondsOf } from '../../core/duration.ts';
import { AbortedError, DeadlineError, type PenstockError, toPenstockError } from '../../core/errors.ts';
import { writeWholeFile } from '../../core/files/whole-file.ts';
import { toJsonText } from '../../core/json.ts';
import { maskJson } from '../../core/mask.ts';
import { shardText } from '../../core/shard.ts';
import { escapeControls } from '../../core/text.ts';
import type { BoundPlan } from '../../language/language.ts';
import { parseRejectLimit, type RejectLimit } from '../../run/rejects.ts';
import type { Report } from '../../run/report.ts';
import { outputError } from '../../sinks/files/output-error.ts';
import type { NamedOutput } from '../../sinks/targets/same-output.ts';
import type { Target } from '../../sinks/targets/target.ts';
import { colours } from '../colours.ts';
import { type CommandDeclaration, positiveInteger, withPipeline } from '../command.ts';
import { beatText, type Heartbeat, startHeartbeat } from '../heartbeat.ts';
import type { Io } from '../io.ts';
import { createLog, type Log, type LogOptions, type RunIdentity } from '../log.ts';
import { chooseTarget, type OutputOptions, SINGER, withOutput } from '../output.ts';
import { formatsOf, type PipelineOptions, withSession } from '../pipeline-options.ts';
import { liveProgress, plainProgress } from '../progress.ts';
import { reportJson } from '../report-json.ts';
import { noticesOf } from '../report-notices.ts';
import { type ShardOptions, shardOf, withRateShare, withShards } from '../shard-options.ts';

export interface RunOptions extends PipelineOptions, OutputOptions, ShardOptions {
  readonly limit?: number;
  readonly maxRejects?: RejectLimit;
  readonly force?: boolean;
  readonly summaryFile?: string;
  readonly state?: string;
  readonly since?: string;
  readonly until?: string;
  readonly fullRefresh?: boolean;
  readonly resume?: boolean;
  readonly deadline?: { readonly seconds: number; readonly given: string };
}

export const run = {
  name: 'run',
  summary: 'read resources and write their records',
  examples: [
    'penstock run crm.ts contacts | jq .email                        into a pipe, as NDJSON',
    'penstock run crm.ts contacts notes -o out/ -f parquet           two resources as Parquet files',
    'penstock run crm.ts contacts --limit 100 --rejects bad.ndjson   a taste; records that break their schema kept',
    'penstock run crm.ts contacts --state crm.state.json | load      what is new since the last time',
    'penstock run crm.ts -o out/ --shard 3/16                         the third of sixteen shares; penstock commit completes them',
    'penstock run crm.yaml --env-file .env --set client.base_url=http://localhost:8080',
  ],
  declare(command, formats) {
    withPipeline(command)
      .usage('FILE [RESOURCE...] [options]')
      .argument('[RESOURCE...]', 'resources to read; default: all that are selected')
      .allowUnknownOption(formats === undefined);
    return withShards(withOutput(command, formats))
      .option('--limit <n>', 'most records of each resource', positiveInteger)
      .option(
        '--max-rejects <n>',
        'most rejected records of each resource, or so many percent (5%); beyond, exit 6; default 0',
        rejectLimit,
      )
      .option(
        '--force',
        'let a limited run, or one whose records were all rejected, replace a complete snapshot',
      )
      .option('--state <file>', 'keep here what incremental resources go on from; a directory keeps its own')
      .option(
        '--since <value>',
        'read incremental resources from here, whatever the state says; moves no state',
      )
      .option('--until <value>', 'read them up to here; moves no state')
      .option(
        '--full-refresh',
        'read incremental resources from the beginning, in place of all earlier records',
      )
      .option(
        '--resume',
        'go on where an interrupted run into this directory was; nothing is asked for twice',
      )
      .option(
        '--access-token-command <command>',
        'a command that prints the access token, in place of the client’s auth',
      )
      .option(
        '--deadline <time>',
        'end after so long (25m, 1h30m) with exit 5; state or a point to go on from is kept',
        deadline,
      )
      .option('--summary-file <file>', 'write the report as JSON');
  },
  async run(context, file: string, resources: string[], options: RunOptions) {
    const { io, words, formats, log } = context;
    // A flag of no built-in format: those of the pipeline's language decide.
    const [pipeline, ...others] = [file, ...resources].filter((word) => !/^-./.test(word));
    const isUnknown = others.length < resources.length;
    if (isUnknown && formats === undefined)
      return context.penstock(words, io, await formatsOf(pipeline ?? file));
    return readPipeline(file, resources, options, io, log.options);
  },
} satisfies CommandDeclaration;

/**
 * Reads a pipeline and says how it went.
 * @param target where to; default: what the options say
 * @returns the exit code
 */
export async function readPipeline(
  file: string,
  resources: readonly string[],
  options: RunOptions,
  io: Io,
  logOptions: LogOptions,
  target?: Target,
): Promise<number> {
  const isLive =
    io.stderr.isTTY === true && !logOptions.quiet && !logOptions.verbose && logOptions.format === 'text';
  const progress = isLive ? await liveProgress(io) : plainProgress(io);
  const run = randomUUID();
  let heartbeat: Heartbeat | undefined;
  let log = createLog(io, logOptions, progress.put, { run });
  try {
    const { run: runPlan } = await import('../../run/run.ts');
    const { stateFile } = await import('../../run/state-store.ts');
    const shard = shardOf(options, io.environment);
    const identity = { run, ...(shard === undefined ? {} : { shard: shardText(shard) }) };
    log = createLog(io, logOptions, progress.put, identity);
    if (!isLive)
      heartbeat = startHeartbeat((resources, seconds) =>
        log.info({ kind: 'heartbeat', seconds, resources }, beatText(resources, seconds)),
      );
    const adjust = (plan: BoundPlan) => withRateShare(plan, options, shard);
    const report = await withSession(file, { ...options, adjust }, io, async (plan, session, environment) => {
      if (shard !== undefined) sayTokens(plan, options, log);
      return runPlan(plan, session, {
        target:
          target ??
          (await chooseTarget(options, plan.name, plan.language.formats, { ...io, environment }, shard)),
        resources,
        limit: options.limit,
        maxRejects: options.maxRejects,
        force: options.force,
        others: [...summaryOf(options), ...stateOf(options)],
        state: keepsState(options) && options.state !== undefined ? stateFile(options.state) : undefined,
        since: options.since,
        until: options.until,
        fullRefresh: options.fullRefresh,
        pageRange: options.pageRange,
        resume: options.resume,
        deadline: options.deadline,
        signal: io.signal,
        emit: (event) => {
          progress.event(event);
          heartbeat?.event(event);
          log.event(event);
        },
      });
    });
    progress.stop();
    await sayReport(report, options, log, io, identity);
    return report.exitCode;
  } catch (thrown) {
    progress.stop();
    const error = endOf(thrown, io);
    log.error(error);
    // Thrown, not reported: its output hangs.
    if (error instanceof DeadlineError) io.leave?.();
    return error.exitCode;
  } finally {
    heartbeat?.stop();
  }
}

/** A refresh token that rotates must have one owner. */
function sayTokens({ client: { auth } }: BoundPlan, { accessTokenCommand }: RunOptions, log: Log): void {
  if (auth?.refresh_token === undefined || accessTokenCommand !== undefined) return;
  const message =
    'shards share rotated refresh tokens by PENSTOCK_STATE_DIR; on several machines let one owner give the access token: --access-token-command';
  log.event({ kind: 'warning', resource: undefined, message });
}

function deadline(given: string): RunOptions['deadline'] {
  const seconds = secondsOf(given);
  if (seconds !== undefined) return { seconds, given };
  throw new InvalidArgumentError('expected a time such as 25m, 90s or 1h30m.');
}

function rejectLimit(text: string): RejectLimit {
  const limit = parseRejectLimit(text);
  if (limit !== undefined) return limit;
  throw new InvalidArgumentError('expected a whole number, or a percentage such as 5%.');
}

function summaryOf({ summaryFile }: RunOptions): readonly NamedOutput[] {
  return summaryFile === undefined ? [] : [{ name: '--summary-file', file: summaryFile }];
}

/** A state that Singer messages carry is kept by whoever reads them: the file is read alone. */
function keepsState({ format }: RunOptions): boolean {
  return format?.toLowerCase() !== SINGER;
}

function stateOf(options: RunOptions): readonly NamedOutput[] {
  return options.state === undefined || !keepsState(options)
    ? []
    : [{ name: '--state', file: options.state }];
}

// However a signal made the run fail, the signal is what ended it.
function endOf(thrown: unknown, io: Io): PenstockError {
  return toPenstockError(io.signal.reason instanceof AbortedError ? io.signal.reason : thrown);
}

async function sayReport(
  report: Report,
  options: RunOptions,
  log: Log,
  io: Io,
  identity: RunIdentity,
): Promise<void> {
  if (report.isPipeClosed) return;
  for (const { error } of report.resources) if (error !== undefined) log.error(error);
  // A single resource into a pipe that went well has said everything on stdout.
  const isPlain = options.output === undefined && report.exitCode === 0 && io.stderr.isTTY !== true;
  if ((isPlain && !log.options.verbose) || log.options.quiet) sayNotices(report, log);
  else {
    const { reportText } = await import('../report-text.ts');
    log.text(reportText(report, colours(io.stderr.isTTY, io.environment)));
  }
  if (log.options.format === 'json' && !log.options.quiet) {
    const time = new Date().toISOString();
    const line = { time, level: 'info', ...identity, kind: 'report', ...reportJson(report) };
    io.stderr.write(`${escapeControls(maskJson(toJsonText(line)))}\n`);
  }
  if (options.summaryFile === undefined) return;
  try {
    await writeWholeFile(
      options.summaryFile,
      `${maskJson(toJsonText({ ...identity, ...reportJson(report) }))}\n`,
    );
  } catch (error) {
    throw outputError(`write ${options.summaryFile}`, error);
  }
}

// Without the report, what tells of changed data is said all the same.
function sayNotices(report: Report, log: Log): void {
  for (const resource of report.resources) {
    for (const message of noticesOf(resource))
      log.event({ kind: 'notice', resource: resource.name, message });
  }
}
