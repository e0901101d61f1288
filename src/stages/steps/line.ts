// The steps of a resource in a row: one record in, what becomes of it out, each made when it is asked for.
import type { JsonRecord } from '../../core/batch.ts';
import { StepError } from '../../core/errors.ts';
import type { Step, StepSight } from './contract.ts';

export interface LineEvents {
  /** A step is given a record. */
  see(at: number, record: JsonRecord): void;
  /** A step leaves it out. */
  leaveOut(at: number): void;
  /** A step made so many of one. */
  multiply(count: number): void;
  /** What is thrown for what a step threw. */
  failure(at: number, error: unknown): StepError;
}

/** @returns a function to the records that become of one */
export function lineOf(steps: readonly Step[], events: LineEvents) {
  /** Through the steps until one that makes many, or the end. */
  const through = (from: number, record: JsonRecord, sight: StepSight): JsonRecord | undefined => {
    let current = record;
    for (let at = from; at < steps.length; at += 1) {
      const step = steps[at];
      if (step?.one === undefined) return current;
      events.see(at, current);
      sight.scope.record = current;
      let result: JsonRecord | undefined;
      try {
        result = step.one(current, sight);
      } catch (error) {
        throw events.failure(at, error);
      }
      if (result === undefined) {
        events.leaveOut(at);
        return undefined;
      }
      current = result;
    }
    return current;
  };

  function* outOf(
    from: number,
    record: JsonRecord,
    sight: StepSight,
  ): Generator<JsonRecord, void, undefined> {
    const current = through(from, record, sight);
    if (current === undefined) return;
    const at = steps.findIndex((step, i) => i >= from && step.many !== undefined);
    const step = steps[at];
    if (step?.many === undefined) {
      yield current;
      return;
    }
    events.see(at, current);
    sight.scope.record = current;
    let made = 0;
    try {
      for (const one of step.many(current, sight)) {
        made += 1;
        yield* outOf(at + 1, one, sight);
      }
    } catch (error) {
      // That of a later step has its name already.
      throw error instanceof StepError ? error : events.failure(at, error);
    }
    events.multiply(made);
  }

  if (steps.some((step) => step.many !== undefined))
    return (record: JsonRecord, sight: StepSight): Iterable<JsonRecord> => outOf(0, record, sight);
  return (record: JsonRecord, sight: StepSight): Iterable<JsonRecord> => {
    const result = through(0, record, sight);
    return result === undefined ? [] : [result];
  };
}
