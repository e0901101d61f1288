// penstock check: does this pipeline work, resource by resource?

import { exits } from '../../core/exit-codes.ts';
import { toJsonText } from '../../core/json.ts';
import { mask, maskJson } from '../../core/mask.ts';
import { check, type Verdict } from '../../run/check.ts';
import type { Io } from '../io.ts';
import { createLog, errorLines } from '../log.ts';
import { type PipelineOptions, withSession } from '../pipeline-options.ts';
import { plainProgress } from '../progress.ts';
import { colours } from '../table.ts';

export interface CheckCommandOptions extends PipelineOptions {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly logFormat: 'text' | 'json';
}

export async function checkCommand(
  file: string,
  resources: readonly string[],
  options: CheckCommandOptions,
  io: Io,
): Promise<number> {
  const { quiet = false, verbose = false, logFormat: format } = options;
  const log = createLog(io, { quiet, verbose, format }, plainProgress(io).put);
  const verdicts = await withSession(file, options, io, (plan, session) =>
    check(plan, session, { resources, signal: io.signal, emit: log.event }),
  );
  const paint = colours(io.stdout.isTTY, io.environment);
  const widest = Math.max(...verdicts.map((verdict) => verdict.resource.length));
  for (const verdict of verdicts) {
    if (format === 'json') {
      io.stdout.write(`${maskJson(toJsonText({ ...verdict, error: verdict.error?.toJSON() }))}\n`);
      continue;
    }
    const mark = verdict.isFine ? paint.green('ok    ') : paint.red('failed');
    io.stdout.write(`${mark}  ${verdict.resource.padEnd(widest)}  ${verdictText(verdict)}\n`);
  }
  return exitCodeOf(verdicts);
}

function verdictText(verdict: Verdict): string {
  if (verdict.error !== undefined) {
    const [first = '', ...more] = errorLines(verdict.error.locate({}));
    return [first.replace(/^error: (?:[^:]*, page \d+: )?/, ''), ...more].join('\n        ');
  }
  const more = verdict.hasMore ? ', and there is more' : '';
  const noun = verdict.records === 1 ? 'record' : 'records';
  if (verdict.rejects === 0) return `${verdict.records} ${noun} on the first page${more}`;
  return mask(
    `${verdict.rejects} of ${verdict.records + verdict.rejects} records rejected: ${verdict.firstReject}`,
  );
}

function exitCodeOf(verdicts: readonly Verdict[]): number {
  const bad = verdicts.filter((verdict) => !verdict.isFine);
  const [first] = bad;
  if (first === undefined) return 0;
  return bad.length < verdicts.length ? exits.partial.code : (first.error?.exitCode ?? exits.source.code);
}
