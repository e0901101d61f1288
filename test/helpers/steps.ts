// Records through steps as a pipeline file writes them, without any server.
import type { JsonRecord, PageContext } from '../../src/core/batch.ts';
import type { PenstockEvent } from '../../src/core/events.ts';
import { planOf } from '../../src/language/load-plan.ts';
import { contextFor } from '../../src/stages/stage.ts';
import { processingSteps } from '../../src/stages/steps.ts';
import { batchOf } from './plans.ts';

/** The plan of a resource with these steps. @throws ConfigError */
export function planWithSteps(steps: unknown, more: object = {}) {
  const one = { name: 'things', endpoint: { paginator: 'single_page' }, processing_steps: steps, ...more };
  const written = { client: { base_url: 'http://127.0.0.1' }, resources: [one, 'owners'] };
  const [plan] = planOf(written, { environment: {} }).resources;
  if (plan === undefined) throw new TypeError('no resource');
  return plan;
}

export function stepped(
  steps: unknown,
  records: readonly JsonRecord[],
  { context, ...more }: { context?: Partial<PageContext> } & Record<string, unknown> = {},
) {
  const events: PenstockEvent[] = [];
  const stageContext = { ...contextFor(processingSteps), emit: (event: PenstockEvent) => events.push(event) };
  const stage = processingSteps.create(planWithSteps(steps, more), stageContext);
  const page = {
    response: undefined,
    headers: {},
    status: 200,
    partition: {},
    parent: undefined,
    ...context,
  };
  const batch = stage?.push(batchOf(records, context === undefined ? {} : { context: page }));
  stage?.end?.();
  return { records: batch?.records ?? records, counts: stageContext.counts, events };
}

/** The problems of a pipeline with these steps. */
export function problemsOfSteps(steps: unknown): string[] {
  try {
    planWithSteps(steps);
    return [];
  } catch (error) {
    const { problems } = error as { problems: { path: string; message: string }[] };
    return problems.map(({ path, message }) => `${path.replace('resources[0].', '')}: ${message}`);
  }
}
