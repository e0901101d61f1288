// How far the written part of a partition reaches, so that a later run can go on behind it.
import { z } from 'zod';

const totalSchema = z.object({
  kind: z.enum(['records', 'pages']),
  isHeader: z.boolean(),
  place: z.string(),
  count: z.number(),
});
const signSchema = z.object({
  kind: z.enum(['link', 'cursor', 'flag', 'partial', 'full']),
  isHeader: z.boolean(),
  place: z.string(),
  value: z.unknown(),
  words: z.string(),
});

/** What the pages until then have shown; the end of the chain is judged by it. */
const shownSchema = z.object({
  /** Records that the API has given. */
  received: z.number(),
  /** True where that is reckoned by the first page: then it proves no end. */
  isEstimated: z.boolean().optional(),
  /** Of the fullest page, and of the last one. */
  largest: z.number(),
  size: z.number(),
  isFound: z.boolean(),
  isAnswered: z.boolean(),
  total: totalSchema.optional(),
  /** What the last page said. */
  said: z.object({
    signs: z.array(signSchema).readonly(),
    totals: z.array(totalSchema).readonly(),
    isEndSaid: z.boolean(),
    isNoNextNamed: z.boolean(),
    flagPlace: z.string().optional(),
  }),
});

export type Shown = z.output<typeof shownSchema>;

const resumePointSchema = z.object({
  /** The last page of the partition that is written. */
  page: z.number().int().min(1),
  /** What the request for the page behind it needs. */
  position: z.record(z.string(), z.json()),
  /** Whether the API has said that there is such a page. */
  isPromised: z.boolean().optional(),
  shown: shownSchema,
});

const doneSchema = z.object({ page: z.number().int().min(1), isDone: z.literal(true) });

export type ResumePoint = z.output<typeof resumePointSchema>;

/** How far a partition is written: up to a page, or to its end. */
export const progressSchema = z.union([doneSchema, resumePointSchema]);

export type Progress = z.output<typeof progressSchema>;

/** What an interrupted run has written of a resource. */
export interface WrittenPartitions {
  /** Asked for with the first request. */
  isEmpty(): boolean;
  /** Undefined for a partition that is read from its beginning. */
  of(partition: string): Progress | undefined;
}
