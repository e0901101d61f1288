// penstock check: does this pipeline work, resource by resource?
import { exits } from '../../core/exit-codes.ts';
import { toJsonText } from '../../core/json.ts';
import { mask, maskJson } from '../../core/mask.ts';
import { counted, oneLine } from '../../core/text.ts';
import type { Verdict } from '../../run/check.ts';
import { selectResources } from '../../run/select-resources.ts';
import { type Colours, colours } from '../colours.ts';
import { type CommandDeclaration, withPipeline } from '../command.ts';
import { errorLines } from '../log.ts';
import { type PipelineOptions, withSession } from '../pipeline-options.ts';

export const check = {
  name: 'check',
  summary: 'validate, authenticate, read the first pages of each resource as a run would',
  examples: [
    'penstock check crm.ts               every selected resource',
    'penstock check crm.ts contacts -v   one of them, with its requests',
  ],
  declare: (command) =>
    withPipeline(command)
      .usage('FILE [RESOURCE...] [options]')
      .argument('[RESOURCE...]', 'resources to try; default: all that are selected'),
  async run({ io, log }, file: string, resources: string[], options: PipelineOptions) {
    const run = await import('../../run/check.ts');
    const paint = colours(io.stdout.isTTY, io.environment);
    const verdicts: Verdict[] = [];
    await withSession(file, options, io, async (plan, session) => {
      const names = selectResources(plan, resources).map(({ name }) => oneLine(mask(name)).length);
      const widest = Math.max(...names);
      const settings = { resources, signal: io.signal, emit: log.event };
      for await (const verdict of run.check(plan, session, settings)) {
        verdicts.push(verdict);
        const isJson = log.options.format === 'json';
        io.stdout.write(isJson ? `${jsonOf(verdict)}\n` : `${textOf(verdict, widest, paint)}\n`);
      }
    });
    return exitCodeOf(verdicts);
  },
} satisfies CommandDeclaration;

function jsonOf(verdict: Verdict): string {
  return maskJson(toJsonText({ ...verdict, error: verdict.error?.toJSON() }));
}

function textOf(verdict: Verdict, widest: number, paint: Colours): string {
  const mark = verdict.isFine ? paint.green('ok    ') : paint.red('failed');
  const [first = '', ...more] = verdict.error === undefined ? [foundText(verdict)] : problemLines(verdict);
  const remarks = verdict.remarks.map((remark) => `${paint.yellow('note:')} ${oneLine(mask(remark))}`);
  return [`${mark}  ${oneLine(mask(verdict.resource)).padEnd(widest)}  ${first}`, ...more, ...remarks].join(
    '\n        ',
  );
}

/** `400 records on the first 2 pages by page_number, and there is more` */
function foundText({ records, pages, paginator, hasMore, duplicates }: Verdict): string {
  const more = hasMore ? ', and there is more' : '';
  const repeated = duplicates === 0 ? '' : `, ${counted(duplicates, 'duplicate')} dropped`;
  const where = pages > 1 ? `the first ${pages} pages by ${paginator}` : 'the first page';
  return `${counted(records, 'record')} on ${where}${more}${repeated}`;
}

function problemLines({ error, rejects, records, firstReject }: Verdict): string[] {
  if (error === undefined) return [];
  if (firstReject !== undefined) {
    return [mask(oneLine(`${rejects} of ${records + rejects} records rejected: ${firstReject}`))];
  }
  const [first = '', ...more] = errorLines(error);
  return [first.replace(/^error: (?:[^:]*, page \d+: )?/, ''), ...more];
}

function exitCodeOf(verdicts: readonly Verdict[]): number {
  const bad = verdicts.filter((verdict) => !verdict.isFine);
  const [first] = bad;
  if (first === undefined) return exits.complete.code;
  return bad.length < verdicts.length ? exits.partial.code : (first.error?.exitCode ?? exits.source.code);
}
