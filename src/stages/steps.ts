// processing_steps: each record through the steps of its resource, in their order, before its columns are looked at.
import type { ResourcePlan } from '../config/pipeline.ts';
import type { Batch, JsonRecord } from '../core/batch.ts';
import { describe, StepError } from '../core/errors.ts';
import { excerpt } from '../core/text.ts';
import type { Stage } from './stage.ts';
import { createStep } from './steps/index.ts';
import { keyOf } from './steps/key.ts';
import { lineOf } from './steps/line.ts';
import { sightOf } from './steps/page.ts';
import { watch } from './steps/watch.ts';
import { MOST_RECORDS } from './stream.ts';

type Options = Pick<ResourcePlan, 'name' | 'processing_steps' | 'primary_key' | 'columns'>;

export const processingSteps = {
  name: 'processing_steps',
  counts: {
    filtered: { words: 'record(s) left out by a filter' },
    emptied: { words: 'record(s) that unnest or yield_map made none of' },
    added: { words: 'record(s) more by unnest or yield_map' },
  },
  /** What a step throws becomes a StepError that names the record. */
  create(resource: Options, { counts, emit }) {
    const { processing_steps: plans, name } = resource;
    if (plans.length === 0) return undefined;
    const places = plans.map(({ type }, at) => `processing_steps[${at}].${type}`);
    const steps = plans.map(createStep);
    const watched = steps.map((step, at) => watch(places[at] ?? '', step));
    let original: JsonRecord = {};
    let index = 0;

    const line = lineOf(steps, {
      see: (at, record) => watched[at]?.see(record),
      leaveOut(at) {
        counts.filtered += 1;
        watched[at]?.leaveOut();
      },
      multiply(count) {
        if (count === 0) counts.emptied += 1;
        else counts.added += count - 1;
      },
      failure(at, error) {
        const what = `${places[at]} failed at ${keyOf(resource, original, index)}`;
        return new StepError(`${what}: ${excerpt(describe(error), 500)}`, {
          cause: error,
          hint: 'correct the step, or leave such records out by a filter before it',
        });
      },
    });

    /** Lists of a bounded length, whatever a step makes of a record; the last may be empty. */
    function* lists(batch: Batch): Generator<JsonRecord[], void, undefined> {
      const sight = sightOf(batch);
      let list: JsonRecord[] = [];
      index = 0;
      for (const record of batch.records) {
        original = record;
        for (const one of line(record, sight)) {
          if (list.length === MOST_RECORDS) {
            yield list;
            list = [];
          }
          list.push(one);
        }
        index += 1;
      }
      yield list;
    }

    /** Position and rejects travel with the last batch. */
    function* spread(given: Batch): Generator<Batch, void, undefined> {
      const { context: _, ...batch } = given;
      let before: JsonRecord[] | undefined;
      for (const records of lists(given)) {
        if (before !== undefined)
          yield { ...batch, records: before, position: undefined, isPart: true, rejects: [] };
        before = records;
      }
      yield { ...batch, records: before ?? [] };
    }

    return {
      spread,
      push(batch) {
        const { context: _, ...rest } = batch;
        return { ...rest, records: [...lists(batch)].flat() };
      },
      end() {
        for (const { findings } of watched)
          for (const finding of findings()) emit({ ...finding, resource: name });
      },
    };
  },
} satisfies Stage<'filtered' | 'emptied' | 'added'>;
