// limit: ends a resource after so many records; "enough" travels back up.
/// <reference types="highland" preserve="true" />
import highland from 'highland';
import type { Batch, JsonRecord } from '../core/batch.ts';

/**
 * A Highland stage, not a plain function, because it can end the stream.
 * @param most records to let through
 * @param onEnough called once, when the rest will not be wanted
 */
export function limit(most: number, onEnough: (surplus: readonly JsonRecord[]) => void) {
  return (stream: Highland.Stream<Batch>): Highland.Stream<Batch> => {
    let left = most;
    return stream.consume<Batch>((error, batch, push, next) => {
      if (error) {
        push(error);
        next();
      } else if (highland.isNil(batch)) {
        push(null, batch);
      } else if (batch.records.length < left) {
        left -= batch.records.length;
        push(null, batch);
        next();
      } else {
        push(
          null,
          batch.records.length === left ? batch : { ...batch, records: batch.records.slice(0, left) },
        );
        push(null, highland.nil);
        onEnough(batch.records.slice(left));
      }
    });
  };
}
