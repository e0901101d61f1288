// penstock preview: the first records of a resource as a table that fits the terminal.
import { toJsonText } from '../../core/json.ts';
import { mask, maskJson } from '../../core/mask.ts';
import { counted } from '../../core/text.ts';
import { resourceNamed } from '../../run/select-resources.ts';
import { type CommandDeclaration, positiveInteger, withPipeline } from '../command.ts';
import { type PipelineOptions, withSession } from '../pipeline-options.ts';

interface PreviewOptions extends PipelineOptions {
  readonly count: number;
  readonly json?: boolean;
}

// A screen that does not say how wide it is, e.g. a pipe.
const COLUMNS = 120;

export const preview = {
  name: 'preview',
  summary: 'show the first records of a resource as a table',
  examples: ['penstock preview crm.ts contacts', 'penstock preview crm.ts contacts -n 3 --json | jq .'],
  declare: (command) =>
    withPipeline(command)
      .usage('FILE RESOURCE [options]')
      .argument('<RESOURCE>', 'the resource')
      .option('-n, --count <n>', 'so many records', positiveInteger, 10)
      .option('--json', 'as NDJSON'),
  async run({ io, log }, file: string, name: string, options: PreviewOptions) {
    const { sample } = await import('../../run/sample.ts');
    const wanted = {
      most: options.count,
      isNormalized: true,
      parents: 'first' as const,
      signal: io.signal,
      emit: log.event,
    };
    const { records, rejects, error } = await withSession(file, options, io, (plan, session) =>
      sample(session, resourceNamed(plan, name), wanted),
    );
    const { recordTable } = await import('../record-table.ts');
    const text = options.json
      ? maskJson(records.map(toJsonText).join('\n'))
      : mask(recordTable(records, io.stdout.columns ?? COLUMNS));
    if (text !== '') io.stdout.write(`${text}\n`);
    const [first] = rejects;
    if (first !== undefined) {
      const column = first.column === undefined ? '' : `${first.column}: `;
      const message = `${counted(rejects.length, 'record')} rejected, the first: ${column}${first.reason}`;
      log.event({ kind: 'notice', resource: name, message });
    }
    if (error === undefined) return 0;
    log.error(error);
    return error.exitCode;
  },
} satisfies CommandDeclaration;
