// How far each partition of a resource is written: told of every batch, asked for what a later run needs.
import type { Batch } from '../../core/batch.ts';
import type { Progress, ResumePoint } from '../../core/resume-point.ts';

/** By partition. */
export type Points = readonly (readonly [string, Progress])[];

export interface Trail {
  /** A batch is written. */
  wrote(batch: Batch): void;
  /** Whether no page is half written. */
  readonly isClean: boolean;
  /** Moves that were not taken yet. */
  readonly length: number;
  /** Takes the first so many moves. */
  take(count: number): Points;
}

export function openTrail(): Trail {
  const moves: [string, Progress][] = [];
  const half = new Set<string>();
  return {
    wrote({ partition, page, position, isPromised, isPart, shown }) {
      if (isPart === true || shown === undefined) {
        half.add(partition);
        return;
      }
      half.delete(partition);
      // A last page is one whose end nothing speaks against: one in doubt counts as half written.
      const next = position as ResumePoint['position'] | undefined;
      moves.push([
        partition,
        next === undefined ? { page, isDone: true } : { page, position: next, isPromised, shown },
      ]);
    },
    get isClean() {
      return half.size === 0;
    },
    get length() {
      return moves.length;
    },
    take: (count) => [...new Map(moves.splice(0, count))],
  };
}
