// When what is written of a resource is safe for a run to come: noted as parts are finished, and in time.
import type { Batch } from '../../core/batch.ts';
import { openTrail, type Points } from './trail.ts';

/** What is noted: every record until then lies in finished parts. */
export interface SafePoint {
  /** What has moved since the note before. */
  readonly points: Points;
  /** What the run had counted then. */
  readonly told: unknown;
  readonly rejects: RejectedSoFar;
  /** Records of the page behind it that lie in the parts, too; they are known again by their keys. */
  readonly head: number;
}

export interface RejectedSoFar {
  readonly bytes: number;
  readonly rows: number;
}

export interface SafePointOptions {
  /** So many milliseconds pass at most before what is written is made safe. */
  readonly everyMs: number;
  /** Whether a part may end before it is full. */
  readonly mayEnd: () => boolean;
  /** Whether records that come again are dropped by their keys. */
  readonly isDeduplicated: boolean;
  readonly told: () => unknown;
  readonly rejects: () => RejectedSoFar;
  /** Records that lie in parts from the start. */
  readonly rows: number;
  readonly note: (point: SafePoint) => Promise<void>;
}

/** How the files stand. */
export interface Stand {
  /** Of finished parts. */
  readonly parts: number;
  readonly rows: number;
  /** In the part that is being written. */
  readonly openRows: number;
}

export interface SafePoints {
  wrote(batch: Batch): void;
  /**
   * Between two batches.
   * @param finish ends the part that is being written
   */
  reach(stand: () => Stand, finish: () => Promise<void>): Promise<void>;
}

export function safePoints(options: SafePointOptions): SafePoints {
  const { everyMs, mayEnd, isDeduplicated, told, rejects, note } = options;
  const trail = openTrail();
  let noted = 0;
  let notedAt = performance.now();
  // How all stood at the last border of a page.
  let border = { moves: 0, rows: options.rows, told: told(), rejects: rejects() };

  const add = async (count: number, at: Omit<SafePoint, 'points'>, parts: number) => {
    noted = parts;
    notedAt = performance.now();
    await note({ ...at, points: trail.take(count) });
  };

  return {
    wrote: (batch) => trail.wrote(batch),
    async reach(stand, finish) {
      const now = { told: told(), rejects: rejects() };
      const isDue = performance.now() - notedAt >= everyMs;
      if (trail.isClean && isDue && stand().openRows > 0 && mayEnd()) await finish();
      const { parts, rows, openRows } = stand();
      const isNew = parts > noted || (isDue && openRows === 0);
      if (isNew && trail.isClean && openRows === 0) {
        await add(trail.length, { ...now, head: 0 }, parts);
      } else if (isNew && isDeduplicated && rows >= border.rows) {
        const { moves, rows: before, ...then } = border;
        await add(moves, { ...then, head: rows - before }, parts);
        border = { ...border, moves: 0 };
      }
      if (trail.isClean) border = { ...now, moves: trail.length, rows: rows + openRows };
    },
  };
}
