// penstock infer: `columns` and `primary_key` for a resource, ready to paste, from its first records.
import { type Proposal, type ProposedColumn, proposeColumns } from '../../columns/propose.ts';
import { UsageError } from '../../core/errors.ts';
import { mask } from '../../core/mask.ts';
import { withoutControls } from '../../core/text.ts';
import { sample } from '../../run/sample.ts';
import { resourceNamed } from '../../run/select-resources.ts';
import type { Io } from '../io.ts';
import { createLog } from '../log.ts';
import { type PipelineOptions, withSession } from '../pipeline-options.ts';
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
  const { records, pages, resource } = await withSession(file, options, io, async (plan, session) => {
    const resource = resourceNamed(plan, name);
    const { signal } = io;
    const wanted = { most: options.count, isNormalized: false, signal, emit: log.event };
    return { resource, ...(await sample(session, resource, wanted)) };
  });
  if (records.length === 0) throw new UsageError(`${name} has no records to infer columns from`);
  const origin = `from ${counted(records.length, 'record')} on ${counted(pages, 'page')}`;
  io.stdout.write(mask(render(proposeColumns(records, resource.primary_key), options.as, origin)));
  return 0;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function render({ primaryKey, columns }: Proposal, as: InferCommandOptions['as'], origin: string): string {
  const [only] = primaryKey;
  const primary_key = primaryKey.length === 1 ? only : primaryKey.length > 1 ? primaryKey : undefined;
  if (as === 'json') {
    return `${JSON.stringify({ primary_key, columns: Object.fromEntries(columns.map(entryOf)) }, null, 2)}\n`;
  }
  const lines = columns.map((column) => {
    const [name, body] = entryOf(column);
    const fields = Object.entries(body).map(([key, value]) => `${key}: ${literal(value, as)}`);
    const comment = column.note === '' ? '' : `${as === 'ts' ? ' //' : ' #'} ${withoutControls(column.note)}`;
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
