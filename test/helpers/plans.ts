// Resource plans for tests of a single layer.
import type { Column, DataType } from '../../src/config/columns.ts';
import type { ResourcePlan } from '../../src/config/plan.ts';
import type { Batch, JsonRecord } from '../../src/core/batch.ts';

export function resourcePlan(more: Partial<ResourcePlan> = {}): ResourcePlan {
  return {
    name: 'things',
    request: { path: 'things', method: 'GET', params: {}, json: undefined, headers: {} },
    auth: undefined,
    paginator: { type: 'single_page' },
    isPaginatorChosen: true,
    partitionRouters: [],
    dataSelector: undefined,
    responseActions: [],
    primaryKey: [],
    dedupe: false,
    writeDisposition: 'replace',
    columns: undefined,
    contract: { columns: 'evolve', dataType: 'discard_row' },
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
