// penstock infer: `columns` for a resource, ready to paste, from its first records.
import { UsageError } from '../../core/errors.ts';
import { mask } from '../../core/mask.ts';
import { withoutControls } from '../../core/text.ts';
import { sample } from '../../run/sample.ts';
import { type InferredColumn, inferColumns } from '../../stages/index.ts';
import type { Io } from '../io.ts';
import { createLog } from '../log.ts';
import { type PipelineOptions, planFor, resourceOf } from '../pipeline-options.ts';
import { plainProgress } from '../progress.ts';

export interface InferCommandOptions extends PipelineOptions {
  readonly count: number;
  readonly as: 'ts' | 'json' | 'yaml';
}

export async function inferCommand(
  file: string,
  name: string,
  options: InferCommandOptions,
  io: Io,
): Promise<number> {
  const log = createLog(io, { quiet: false, verbose: false, format: 'text' }, plainProgress(io).put);
  const { plan, environment } = await planFor(file, options, io);
  const resource = resourceOf(plan, name);
  const { records, pages } = await sample(plan, resource, {
    most: options.count,
    isNormalized: false,
    environment,
    signal: io.signal,
    emit: log.event,
  });
  if (records.length === 0) throw new UsageError(`${name} has no records to infer columns from`);
  io.stdout.write(
    mask(render(inferColumns(records), options.as, `from ${records.length} records on ${pages} pages`)),
  );
  return 0;
}

function render(columns: readonly InferredColumn[], as: InferCommandOptions['as'], origin: string): string {
  if (as === 'json')
    return `${JSON.stringify({ columns: Object.fromEntries(columns.map(entryOf)) }, null, 2)}\n`;
  const lines = columns.map((column) => {
    const [name, body] = entryOf(column);
    const fields = Object.entries(body).map(([key, value]) => `${key}: ${literal(value, as)}`);
    const comment = column.note === '' ? '' : `${as === 'ts' ? ' //' : ' #'} ${withoutControls(column.note)}`;
    return as === 'ts'
      ? `  ${key(name)}: { ${fields.join(', ')} },${comment}`
      : `  ${JSON.stringify(name)}: { ${fields.join(', ')} }${comment}`;
  });
  return as === 'ts'
    ? `// ${origin}\ncolumns: {\n${lines.join('\n')}\n},\n`
    : `# ${origin}\ncolumns:\n${lines.join('\n')}\n`;
}

function entryOf({ name, from, type, nullable }: InferredColumn): [string, Record<string, unknown>] {
  return [
    name,
    { data_type: type, ...(nullable ? {} : { nullable: false }), ...(from === name ? {} : { from }) },
  ];
}

function literal(value: unknown, as: 'ts' | 'yaml'): string {
  if (typeof value !== 'string') return String(value);
  return as === 'ts' ? `'${value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'` : JSON.stringify(value);
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name, 'ts');
}
