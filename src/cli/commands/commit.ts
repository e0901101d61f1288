// penstock commit: the shards of a place, all of them there and whole, become one export.
import { UsageError } from '../../core/errors.ts';
import { formats } from '../../sinks/formats/index.ts';
import { colours } from '../colours.ts';
import type { CommandDeclaration } from '../command.ts';
import { shardCount } from '../shard-options.ts';

interface CommitCommandOptions {
  readonly shards?: number;
  readonly force?: boolean;
}

export const commit = {
  name: 'commit',
  summary: 'put what the shards of a run have written in place as one export',
  examples: [
    'penstock commit out/ --shards 16     after penstock run … -o out/ --shard 1/16 to 16/16, wherever they ran',
  ],
  declare: (command) =>
    command
      .argument('<PLACE>', 'where the shards were written to: their -o')
      .requiredOption('--shards <n>', 'how many there are', shardCount)
      .option('--force', 'let shards that were limited, or all rejected, replace a complete snapshot'),
  async run({ io, log }, place: string, { shards: count, force }: CommitCommandOptions) {
    if (count === undefined) throw new UsageError('--shards is missing');
    const { commitShards } = await import('../../run/shards/commit.ts');
    const { placeAt } = await import('../place.ts');
    const report = await commitShards(await placeAt(place, io.environment), {
      count,
      formats,
      force,
      emit: (event) => log.event(event),
      signal: io.signal,
    });
    if (!log.options.quiet) {
      const { reportText } = await import('../report-text.ts');
      log.text(reportText(report, colours(io.stderr.isTTY, io.environment)));
    }
    return report.exitCode;
  },
} satisfies CommandDeclaration;
