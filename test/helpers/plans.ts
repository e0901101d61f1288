// Resource plans for tests of a single layer.
import type { DataType } from '../../src/columns/index.ts';
import type { Column } from '../../src/config/columns.ts';
import type { ResourcePlan } from '../../src/config/pipeline.ts';
import type { Batch, JsonRecord } from '../../src/core/batch.ts';

export function resourcePlan(more: Partial<ResourcePlan> = {}): ResourcePlan {
  return {
    name: 'things',
    endpoint: {
      path: 'things',
      method: 'GET',
      params: {},
      headers: {},
      response_actions: [],
      paginator: { type: 'single_page' },
      partition_router: [],
    },
    primary_key: [],
    dedupe: false,
    write_disposition: 'replace',
    columns: undefined,
    schema_contract: { columns: 'evolve', data_type: 'discard_row' },
    naming: 'keep',
    selected: true,
    ...more,
  };
}

export function columnOf(name: string, data_type: DataType, more: Partial<Column> = {}): Column {
  return { name, from: name, data_type, nullable: true, ...more };
}

export function batchOf(records: readonly JsonRecord[], more: Partial<Batch> = {}): Batch {
  return { resource: 'things', partition: '', page: 1, position: undefined, records, rejects: [], ...more };
}
