// The first records of a resource, raw or through its stages, for commands that only look.

import type { Environment } from '../config/environment.ts';
import type { ResourcePlan } from '../config/pipeline.ts';
import type { JsonRecord, Reject } from '../core/batch.ts';
import type { Emit } from '../core/events.ts';
import type { BoundPlan } from '../language/language.ts';
import { chainOf, elementsOf } from '../stages/index.ts';
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
export async function sample(
  plan: BoundPlan,
  resource: ResourcePlan,
  options: SampleOptions,
): Promise<Sample> {
  const session = openSession(plan, options);
  const chain = chainOf(options.isNormalized ? resource : asGiven(resource), options.emit);
  const records: JsonRecord[] = [];
  const rejects: Reject[] = [];
  const pages = new Set<string>();
  try {
    const source = session.open(resource, { signal: options.signal, isWindowed: false });
    for await (const batch of elementsOf(chain.stream(source.pages, false))) {
      pages.add(`${batch.partition} ${batch.page}`);
      rejects.push(...batch.rejects);
      records.push(...batch.records.slice(0, options.most - records.length));
      if (records.length >= options.most) break;
    }
  } finally {
    chain.close();
    await session.close();
  }
  return { records, rejects, pages: pages.size };
}

function asGiven(resource: ResourcePlan): ResourcePlan {
  return { ...resource, columns: undefined, naming: 'keep', dedupe: false };
}
