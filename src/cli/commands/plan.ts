// penstock plan: what a run is made of, and how it can be cut; requests nothing.
import { toJsonText } from '../../core/json.ts';
import { mask, maskJson } from '../../core/mask.ts';
import { oneLine } from '../../core/text.ts';
import { type CommandDeclaration, withPipeline } from '../command.ts';
import { type PipelineOptions, planFor } from '../pipeline-options.ts';
import { pageRange, shardCount } from '../shard-options.ts';

interface PlanCommandOptions extends PipelineOptions {
  readonly json?: boolean;
  readonly shards?: number;
  readonly since?: string;
  readonly until?: string;
  readonly pageRange?: number;
}

export const plan = {
  name: 'plan',
  summary:
    'show the units that a run is made of, which shards read them, and what cannot be cut; requests nothing',
  examples: [
    'penstock plan crm.ts --shards 16             which shard reads what',
    "penstock plan crm.ts --json | jq '.units[]'  for an engine that starts a task for each",
  ],
  declare: (command) =>
    withPipeline(command)
      .usage('FILE [RESOURCE...] [options]')
      .argument('[RESOURCE...]', 'resources to read; default: all that are selected')
      .option('--shards <n>', 'say which of so many shards each unit falls to', shardCount)
      .option('--page-range <pages>', 'as for run: lists without partitions in ranges of pages', pageRange)
      .option('--since <value>', 'as for run: incremental resources from here')
      .option('--until <value>', 'as for run: up to here')
      .option('--json', 'as JSON'),
  async run({ io }, file: string, resources: string[], options: PlanCommandOptions) {
    const { plan: bound } = await planFor(file, options, io, { needsSecrets: false });
    const { selectResources } = await import('../../run/select-resources.ts');
    const { cutResources } = await import('../../run/shards/units.ts');
    const { listUnits } = await import('../../run/shards/list-units.ts');
    const cuts = await cutResources(bound, selectResources(bound, resources), options);
    const units = listUnits(cuts, options.shards);
    if (options.json === true) {
      const { shards } = options;
      const all = { pipeline: bound.name, ...(shards === undefined ? {} : { shards }), ...units };
      io.stdout.write(`${maskJson(toJsonText(all))}\n`);
      return 0;
    }
    const { table } = await import('../table.ts');
    const rows = units.units.map(({ resource, partition, window, by, shard }) =>
      [
        resource,
        [partition ?? `by ${by}`, window && `${window.from} to ${window.to}`].filter(Boolean).join(' '),
        shard === undefined ? '-' : String(shard),
      ].map(oneLine),
    );
    const notes = units.whole.map(({ resource, why }) => `${oneLine(resource)} is not cut: ${oneLine(why)}`);
    const text = [table(['resource', 'partition', 'shard'], rows, ['left', 'left', 'right']), ...notes];
    io.stdout.write(`${mask(text.join('\n'))}\n`);
    return 0;
  },
} satisfies CommandDeclaration;
