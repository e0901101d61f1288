// The first records of a resource, raw or through its stages, for commands that only look.
import type { Plan, ResourcePlan } from '../config/plan.ts';
import type { Environment } from '../config/resolve-values.ts';
import type { JsonRecord, Reject } from '../core/batch.ts';
import type { Emit } from '../core/events.ts';
import { dedupe, normalize, select } from '../stages/index.ts';
import { openSession } from './session.ts';

export interface SampleOptions {
  readonly most: number;
  /** False: as the API gave them. */
  readonly isNormalized: boolean;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly emit: Emit;
}

export interface Sample {
  readonly records: readonly JsonRecord[];
  readonly rejects: readonly Reject[];
  readonly pages: number;
}

/** Requests no page more than the records need. */
export async function sample(plan: Plan, resource: ResourcePlan, options: SampleOptions): Promise<Sample> {
  const session = openSession(plan, options);
  const selected = select();
  const normal = normalize(resource, { discardedValues: 0, discardedFields: 0 });
  const unique = resource.dedupe ? dedupe(resource.primaryKey, { duplicates: 0 }) : undefined;
  const records: JsonRecord[] = [];
  const rejects: Reject[] = [];
  let pages = 0;
  try {
    for await (const page of session.open(resource, { signal: options.signal, isWindowed: false }).pages) {
      pages += 1;
      const raw = selected(page);
      const typed = options.isNormalized ? normal(raw) : raw;
      const batch = (options.isNormalized && unique?.(typed)) || typed;
      rejects.push(...batch.rejects);
      for (const record of batch.records) if (records.length < options.most) records.push(record);
      if (records.length >= options.most) break;
    }
  } finally {
    unique?.close();
    await session.close();
  }
  return { records, rejects, pages };
}
