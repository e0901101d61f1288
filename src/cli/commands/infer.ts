// penstock infer: `columns` and `primary_key` for a resource, ready to paste, from its first records.
import { Option } from 'commander';
import { type Proposal, type ProposedColumn, proposeColumns } from '../../columns/propose.ts';
import { UsageError } from '../../core/errors.ts';
import { mask } from '../../core/mask.ts';
import { counted, escapeControls, oneLine } from '../../core/text.ts';
import { resourceNamed } from '../../run/select-resources.ts';
import { type CommandDeclaration, positiveInteger, withPipeline } from '../command.ts';
import { type PipelineOptions, withSession } from '../pipeline-options.ts';

interface InferOptions extends PipelineOptions {
  readonly count: number;
  readonly as: 'ts' | 'json' | 'yaml';
}

export const infer = {
  name: 'infer',
  summary: 'print columns for a resource, ready to paste, from its first records',
  examples: [
    'penstock infer crm.ts contacts              for a TypeScript pipeline',
    'penstock infer crm.yaml contacts --as yaml  for YAML',
  ],
  declare: (command) =>
    withPipeline(command)
      .usage('FILE RESOURCE [options]')
      .argument('<RESOURCE>', 'the resource')
      .option('-n, --count <n>', 'look at so many records', positiveInteger, 1000)
      .addOption(
        new Option('--as <language>', 'of the pipeline file').choices(['ts', 'json', 'yaml']).default('ts'),
      ),
  async run({ io, log }, file: string, name: string, options: InferOptions) {
    const { sample } = await import('../../run/sample.ts');
    const wanted = {
      most: options.count,
      isNormalized: false,
      parents: 'all' as const,
      signal: io.signal,
      emit: log.event,
    };
    const { records, pages, error, resource } = await withSession(
      file,
      options,
      io,
      async (plan, session) => {
        const resource = resourceNamed(plan, name);
        return { resource, ...(await sample(session, resource, wanted)) };
      },
    );
    if (records.length === 0) throw new UsageError(`${name} has no records to infer columns from`);
    const origin = `from ${counted(records.length, 'record')} on ${counted(pages, 'page')}`;
    const proposal = proposeColumns(records, resource.primary_key, resource.max_table_nesting);
    io.stdout.write(escapeControls(mask(render(proposal, options.as, origin))));
    // The columns of what came are good all the same; the hint has the paginator to paste.
    if (error !== undefined) {
      const hint = error.hint === undefined ? '' : `; ${error.hint}`;
      log.event({ kind: 'notice', resource: name, message: `${error.message}${hint}` });
    }
    return 0;
  },
} satisfies CommandDeclaration;

function render({ primaryKey, columns }: Proposal, as: InferOptions['as'], origin: string): string {
  const [only] = primaryKey;
  const primary_key = primaryKey.length === 1 ? only : primaryKey.length > 1 ? primaryKey : undefined;
  if (as === 'json') {
    return `${JSON.stringify({ primary_key, columns: Object.fromEntries(columns.map(entryOf)) }, null, 2)}\n`;
  }
  const lines = columns.map((column) => {
    const [name, body] = entryOf(column);
    const fields = Object.entries(body).map(([key, value]) => `${key}: ${literal(value, as)}`);
    const comment = column.note === '' ? '' : `${as === 'ts' ? ' //' : ' #'} ${oneLine(column.note)}`;
    return as === 'ts'
      ? `  ${key(name)}: { ${fields.join(', ')} },${comment}`
      : `  ${JSON.stringify(name)}: { ${fields.join(', ')} }${comment}`;
  });
  const [comment, comma] = as === 'ts' ? ['//', ','] : ['#', ''];
  const keyLine = primary_key === undefined ? '' : `primary_key: ${literal(primary_key, as)}${comma}\n`;
  const body = as === 'ts' ? `columns: {\n${lines.join('\n')}\n},\n` : `columns:\n${lines.join('\n')}\n`;
  return `${comment} ${origin}\n${keyLine}${body}`;
}

function entryOf({ name, from, keys }: ProposedColumn): [string, Record<string, unknown>] {
  return [name, { ...keys, ...(from === name ? {} : { from }) }];
}

function literal(value: unknown, as: 'ts' | 'yaml'): string {
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, as)).join(', ')}]`;
  if (typeof value !== 'string') return String(value);
  return as === 'ts' ? `'${value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'` : JSON.stringify(value);
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name, 'ts');
}
