// penstock list: what is in a pipeline, or what a pipeline may name. It needs no secret, so none is asked for.
import type { ResourcePlan } from '../../config/pipeline.ts';
import { toJsonText } from '../../core/json.ts';
import { mask, maskJson } from '../../core/mask.ts';
import { oneLine } from '../../core/text.ts';
import { type CommandDeclaration, withPipeline } from '../command.ts';
import { type PipelineOptions, planFor } from '../pipeline-options.ts';

interface ListOptions extends PipelineOptions {
  readonly json?: boolean;
}

export const list = {
  name: 'list',
  summary:
    'show the resources of a pipeline, or the auths, paginators, routers, steps, columns, formats; requests nothing',
  examples: [
    'penstock list crm.ts',
    "penstock list crm.ts --json | jq '.columns[].name'",
    'penstock list paginators',
  ],
  declare: (command) =>
    withPipeline(command)
      .usage('FILE|auths|paginators|routers|steps|columns|formats [options]')
      .option('--json', 'as JSON, columns included'),
  async run({ io }, file: string, options: ListOptions) {
    const { table } = await import('../table.ts');
    const { kindOf, parts } = await import('../parts.ts');
    const kind = kindOf(file);
    if (kind !== undefined) {
      const wanted = parts.filter((part) => part.kind === kind);
      const text = options.json
        ? wanted.map(({ name, summary }) => JSON.stringify({ name, summary })).join('\n')
        : table(
            ['name', 'what'],
            wanted.map(({ name, summary }) => [name, summary]),
            ['left', 'left'],
          );
      io.stdout.write(`${text}\n`);
      return 0;
    }
    const { plan } = await planFor(file, options, io, { needsSecrets: false });
    const text = options.json
      ? maskJson(plan.resources.map((resource) => toJsonText(asJson(resource))).join('\n'))
      : mask(
          table(HEADER, plan.resources.map(asRow), ['left', 'left', 'left', 'left', 'left', 'left', 'right']),
        );
    io.stdout.write(`${text}\n`);
    return 0;
  },
} satisfies CommandDeclaration;

const HEADER = ['resource', 'path', 'paginator', 'partitions', 'key', 'writes', 'columns'];

function asRow({ name, endpoint, ...resource }: ResourcePlan): string[] {
  const partitions = endpoint.partition_router.map(({ type }) => type).join(' x ');
  const columns = resource.columns === undefined ? '-' : String(resource.columns.length);
  return [
    resource.selected ? name : `${name} (not selected)`,
    `${endpoint.method} ${endpoint.path}`,
    endpoint.paginator.type,
    partitions || '-',
    resource.primary_key.join(', ') || '-',
    resource.write_disposition,
    columns,
  ].map(oneLine);
}

function asJson({ name, endpoint, ...resource }: ResourcePlan): object {
  return {
    name,
    method: endpoint.method,
    path: endpoint.path,
    paginator: endpoint.paginator.type,
    partition_router: endpoint.partition_router.map(({ type }) => type),
    primary_key: resource.primary_key,
    write_disposition: resource.write_disposition,
    selected: resource.selected,
    columns: resource.columns?.map(({ from, ...column }) => ({ ...column, from })),
  };
}
