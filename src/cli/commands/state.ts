// penstock state: what a later run goes on from, shown or changed.
import type { Environment } from '../../config/environment.ts';
import { UsageError } from '../../core/errors.ts';
import { toJsonText } from '../../core/json.ts';
import { mask, maskJson } from '../../core/mask.ts';
import { oneLine, show } from '../../core/text.ts';
import type { PipelineState } from '../../run/state-text.ts';
import { isObjectUrl } from '../../sinks/targets/object-url.ts';
import { refuseUrl } from '../../sinks/targets/refuse-url.ts';
import type { CommandDeclaration } from '../command.ts';
import { placeAt } from '../place.ts';
import { table } from '../table.ts';

interface StateCommandOptions {
  readonly partition?: string;
  readonly json?: boolean;
}

export const state = {
  name: 'state',
  summary: 'show what incremental resources go on from, forget it, or set it',
  examples: [
    'penstock state out/                                  of a directory; or of the file of --state',
    'penstock state out/ reset contacts                   the next run reads it from the beginning',
    'penstock state crm.state.json set contacts 2024-05-01 --partition module=Tasks',
  ],
  declare: (command) =>
    command
      .usage('DIR|FILE [reset RESOURCE | set RESOURCE VALUE] [options]')
      .argument('<PLACE>', 'a directory or s3:// prefix that runs write into, or the file of --state')
      .argument('[ACTION]', 'reset or set; default: show')
      .argument('[RESOURCE]', 'its name')
      .argument('[VALUE]', 'for set: as the API spells it')
      .option('--partition <key>', 'of one partition only, as the table names it')
      .option('--json', 'as JSON, one partition a line'),
  async run({ io }, place: string, ...words: unknown[]) {
    const options = words.pop() as StateCommandOptions;
    const [action, resource, value] = words as (string | undefined)[];
    const change = await changeOf(action, resource, value, options.partition);
    if (change === undefined) {
      io.stdout.write(`${shown(await read(place, io.environment), options)}\n`);
      return 0;
    }
    await rewrite(place, change, io.environment);
    return 0;
  },
} satisfies CommandDeclaration;

type Change = (state: PipelineState) => PipelineState;

async function changeOf(
  action: string | undefined,
  resource: string | undefined,
  value: string | undefined,
  partition: string | undefined,
): Promise<Change | undefined> {
  if (action === undefined) return undefined;
  const { withoutValues, withValue } = await import('../../run/change-state.ts');
  if (action === 'reset' && resource !== undefined && value === undefined)
    return (before) => withoutValues(before, resource, partition);
  if (action === 'set' && resource !== undefined && value !== undefined && value !== '')
    return (before) => withValue(before, resource, value, partition);
  throw new UsageError(
    action === 'reset' || action === 'set'
      ? `${action} takes ${action === 'reset' ? 'a resource' : 'a resource and a value'}`
      : `"${action}" is neither reset nor set`,
    { hint: 'penstock state PLACE reset RESOURCE, or penstock state PLACE set RESOURCE VALUE' },
  );
}

async function read(place: string, environment: Environment): Promise<PipelineState> {
  const { parseState } = await import('../../run/state-text.ts');
  const { isDirectory, readStateFile } = await import('../../run/state-store.ts');
  if (isObjectUrl(place) || (await isDirectory(place))) {
    const { pipeline, text } = await (await placeAt(place, environment)).state();
    return text === undefined ? { pipeline, resources: new Map() } : parseState(text, place);
  }
  refuseUrl(place, 'PLACE');
  const text = await readStateFile(place);
  if (text === undefined) throw nothingThere(place);
  return parseState(text, place);
}

async function rewrite(place: string, change: Change, environment: Environment): Promise<void> {
  const { parseState, stateText } = await import('../../run/state-text.ts');
  const { isDirectory, readStateFile, stateFile } = await import('../../run/state-store.ts');
  if (isObjectUrl(place) || (await isDirectory(place))) {
    const opened = await (await placeAt(place, environment)).changeState();
    try {
      const { pipeline, text } = opened;
      const before = text === undefined ? { pipeline, resources: new Map() } : parseState(text, place);
      await opened.save(stateText(change(before)));
    } finally {
      await opened.close();
    }
    return;
  }
  refuseUrl(place, 'PLACE');
  if ((await readStateFile(place)) === undefined) throw nothingThere(place);
  const store = stateFile(place);
  try {
    const text = await store.load();
    if (text === undefined) throw nothingThere(place);
    await store.save(stateText(change(parseState(text, place))));
  } finally {
    await store.close?.();
  }
}

function nothingThere(place: string): UsageError {
  return new UsageError(`${place}: there is no such directory or state file`);
}

function shown(state: PipelineState, { partition: wanted, json }: StateCommandOptions): string {
  const rows = [...state.resources].flatMap(([resource, { partitions }]) =>
    [...partitions].map(([partition, { value, seen = [] }]) => ({
      resource,
      partition,
      value,
      remembered: seen.reduce((sum, [, ...hashes]) => sum + hashes.length, 0),
    })),
  );
  const all = rows.filter(({ partition }) => wanted === undefined || partition === wanted);
  if (json === true) return maskJson(all.map((row) => toJsonText(row)).join('\n'));
  if (all.length === 0) return mask(`${state.pipeline}: no value is kept`);
  const cells = all.map(({ resource, partition, value, remembered }) => [
    oneLine(resource),
    oneLine(partition) || '-',
    value === undefined ? '-' : typeof value === 'string' ? oneLine(value) : show(value),
    String(remembered),
  ]);
  const header = ['resource', 'partition', 'last value', 'remembered'];
  return mask(table(header, cells, ['left', 'left', 'left', 'right']));
}
