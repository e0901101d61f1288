// Resource plans for tests of a single layer.
import type { DataType } from '../../src/columns/index.ts';
import type { Column } from '../../src/config/columns.ts';
import type { ResourcePlan } from '../../src/config/pipeline.ts';
import type { Batch, JsonRecord } from '../../src/core/batch.ts';
import { planOf } from '../../src/language/load-plan.ts';

const paginator = { type: 'single_page' };
const written = {
  client: { base_url: 'http://127.0.0.1' },
  resources: [{ name: 'things', endpoint: { paginator } }],
};
// By the schema itself, so that a new option has its default here too.
const [plain] = planOf(written, { environment: {} }).resources as [ResourcePlan];

export function resourcePlan(more: Partial<ResourcePlan> = {}): ResourcePlan {
  return { ...plain, ...more };
}

export function columnOf(name: string, data_type: DataType, more: Partial<Column> = {}): Column {
  return { name, from: name, data_type, nullable: true, ...more };
}

export function batchOf(records: readonly JsonRecord[], more: Partial<Batch> = {}): Batch {
  return { resource: 'things', partition: '', page: 1, position: undefined, records, rejects: [], ...more };
}
