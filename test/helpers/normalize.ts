// The normalizer at work on one batch of records.
import type { z } from 'zod';
import type { Column } from '../../src/config/columns.ts';
import { contractSchema } from '../../src/config/columns.ts';
import type { JsonRecord } from '../../src/core/batch.ts';
import type { Emit } from '../../src/core/events.ts';
import { normalize } from '../../src/stages/normalize.ts';
import { contextFor } from '../../src/stages/stage.ts';
import { batchOf } from './plans.ts';

interface Setup {
  readonly columns?: readonly Column[];
  readonly contract?: z.input<typeof contractSchema>;
  readonly naming?: 'keep' | 'snake_case';
  readonly nesting?: number;
}

export function normalized(
  { columns, contract, naming = 'keep', nesting = 0 }: Setup,
  ...records: JsonRecord[]
) {
  const warnings: string[] = [];
  const emit: Emit = (event) => event.kind === 'warning' && warnings.push(event.message);
  const context = { ...contextFor(normalize), emit };
  const stage = normalize.create(
    { columns, schema_contract: contractSchema.parse(contract ?? {}), naming, max_table_nesting: nesting },
    context,
  );
  const batch = batchOf(records);
  const pushed = stage?.push(batch) ?? batch;
  stage?.end();
  return { ...pushed, counts: context.counts, warnings };
}
