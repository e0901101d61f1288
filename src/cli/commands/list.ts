// penstock list: what is in a pipeline. It needs no secret, so none is asked for.
import type { ResourcePlan } from '../../config/pipeline.ts';
import { toJsonText } from '../../core/json.ts';
import { mask, maskJson } from '../../core/mask.ts';
import type { Io } from '../io.ts';
import { type PipelineOptions, planFor } from '../pipeline-options.ts';
import { table } from '../table.ts';

export interface ListCommandOptions extends PipelineOptions {
  readonly json?: boolean;
}

export async function listCommand(file: string, options: ListCommandOptions, io: Io): Promise<number> {
  const { plan } = await planFor(file, options, io, { needsSecrets: false });
  const text = options.json
    ? plan.resources.map((resource) => toJsonText(asJson(resource))).join('\n')
    : table(['resource', 'path', 'paginator', 'key', 'columns'], plan.resources.map(asRow), [
        'left',
        'left',
        'left',
        'left',
        'right',
      ]);
  io.stdout.write(`${options.json ? maskJson(text) : mask(text)}\n`);
  return 0;
}

function asRow(resource: ResourcePlan): string[] {
  const key = resource.primary_key.join(', ') || '-';
  const columns = resource.columns === undefined ? '-' : String(resource.columns.length);
  const paginator = resource.endpoint.paginator.type;
  return [resource.name, `${resource.endpoint.method} ${resource.endpoint.path}`, paginator, key, columns];
}

function asJson(resource: ResourcePlan): object {
  return {
    name: resource.name,
    method: resource.endpoint.method,
    path: resource.endpoint.path,
    paginator: resource.endpoint.paginator.type,
    primary_key: resource.primary_key,
    write_disposition: resource.write_disposition,
    selected: resource.selected,
    columns: resource.columns?.map(({ from, ...column }) => ({ ...column, from })),
  };
}
