// Whatever is noted can be gone on from: pages behind the point, and those of the head by their keys, make the whole.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Shown } from '../../../src/core/resume-point.ts';
import { type SafePoint, safePoints } from '../../../src/sinks/targets/safe-points.ts';
import { batchOf } from '../../helpers/plans.ts';

const shown = { received: 0, largest: 0, size: 0 } as unknown as Shown;

interface Page {
  readonly partition: string;
  readonly page: number;
  readonly isPart: boolean;
  readonly isLast: boolean;
  readonly rows: number;
}

const pagesOf = fc
  .array(fc.record({ partition: fc.constantFrom('a', 'b', 'c'), rows: fc.nat(7), isPart: fc.boolean() }), {
    maxLength: 30,
  })
  .map((turns): Page[] => {
    const counts = new Map<string, number>();
    return turns.map(({ partition, rows, isPart }, at) => {
      const page = counts.get(partition) ?? 1;
      if (!isPart) counts.set(partition, page + 1);
      const isLast = !isPart && !turns.slice(at + 1).some((later) => later.partition === partition);
      return { partition, page, isPart, isLast, rows };
    });
  });

test.each([true, false])('with dedupe: %s', async (isDeduplicated) => {
  await fc.assert(
    fc.asyncProperty(pagesOf, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (pages, size, isTimed) => {
      let open: string[] = [];
      const parts: string[][] = [];
      let written = 0;
      const finish = async () => {
        parts.push(open);
        open = [];
      };
      const notes: { point: SafePoint; parts: number }[] = [];
      const safe = safePoints({
        everyMs: isTimed ? 0 : 1e9,
        mayEnd: () => true,
        isDeduplicated,
        rows: 0,
        told: () => written,
        rejects: () => ({ bytes: written, rows: written }),
        note: async (point) => void notes.push({ point, parts: parts.length }),
      });
      const rowsOf = ({ partition, page, rows }: Page, at: number) =>
        Array.from({ length: rows }, (_, row) => `${partition}/${page}/${at}/${row}`);
      for (const [at, one] of pages.entries()) {
        for (const row of rowsOf(one, at)) {
          open.push(row);
          if (open.length === size) await finish();
        }
        const position = one.isLast || one.isPart ? undefined : { page: one.page + 1 };
        safe.wrote(
          batchOf([], { partition: one.partition, page: one.page, position, isPart: one.isPart, shown }),
        );
        written += one.rows;
        const stand = () => ({ parts: parts.length, rows: parts.flat().length, openRows: open.length });
        await safe.reach(stand, finish);
        if (isTimed && !isDeduplicated && notes.length > 0) expect(notes.at(-1)?.point.head).toBe(0);
      }
      const reached = new Map<string, number>();
      for (const { point, parts: count } of notes) {
        for (const [partition, progress] of point.points) reached.set(partition, progress.page);
        const kept = parts.slice(0, count).flat();
        const isBehind = (one: Page) => one.page > (reached.get(one.partition) ?? 0);
        const again = pages.flatMap((one, at) => (isBehind(one) ? rowsOf(one, at) : []));
        const all = pages.flatMap(rowsOf);
        const head = again.filter((row) => kept.includes(row));
        expect(head).toHaveLength(point.head);
        expect(new Set([...kept, ...again])).toEqual(new Set(all));
        expect(kept).toHaveLength((point.told as number) + point.head);
        if (!isDeduplicated) expect(head).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});
