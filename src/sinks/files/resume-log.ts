// The log of a directory run: what of it is safe on the disk, line by line, for a later run that goes on from there.
import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { syncDirectory } from '../../core/files/directories.ts';
import { toJsonText } from '../../core/json.ts';
import { parseJson } from '../../core/parse-json.ts';
import { progressSchema } from '../../core/resume-point.ts';
import { columnSchema } from './manifest.ts';
import { attempt } from './output-error.ts';
import { readOwnText } from './own-text.ts';

/** Its name in the folder of a run. */
export const RESUME_LOG = 'resume.ndjson';

const headSchema = z.object({
  version: z.literal(1),
  /** Of the pipeline and of how its files are made: another one cannot go on. */
  plan: z.string(),
});

const partSchema = z.object({
  /** Its name in the resource's staged folder. */
  name: z.string().regex(/^part-\d{5,}\.[\w.-]+$/, 'is not the name of a part'),
  rows: z.number(),
  bytes: z.number(),
  sha256: z.string(),
});

const rejectsSchema = z.object({ bytes: z.number(), rows: z.number() });

const safeSchema = z.object({
  resource: z.string(),
  /** All that are finished. */
  parts: z.array(partSchema),
  columns: z.array(columnSchema).optional(),
  rejects: rejectsSchema,
  /** In an object store: the finished parts that hold them. */
  rejected: z.array(partSchema).optional(),
  /** What the run has counted until then. */
  told: z.unknown(),
});

const lineSchema = z.discriminatedUnion('kind', [
  /** Every record until then is in a finished part. Partitions as far as they have moved. */
  safeSchema.extend({
    kind: z.literal('safe'),
    /** Those that are new since the line before. */
    points: z.array(z.tuple([z.string(), progressSchema]).readonly()),
    /** Records of the page behind them that lie in the parts, too. */
    head: z.number(),
  }),
  /** A resource has come to its end. */
  safeSchema.extend({ kind: z.literal('end') }),
  /** What is said of a resource before this line is void. */
  z.object({ kind: z.literal('anew'), resource: z.string() }),
]);

export type ResumeLine = z.output<typeof lineSchema>;
export type SafeLine = Exclude<ResumeLine, { kind: 'anew' }>;
export type LoggedPart = z.output<typeof partSchema>;
export type LoggedRejects = z.output<typeof rejectsSchema>;

/** What a log says. */
export interface ReadLog {
  readonly plan: string;
  readonly lines: readonly ResumeLine[];
  /** Length of what is whole: a kill may have cut the last line off. */
  readonly bytes: number;
}

/**
 * @param staging the folder of a run
 * @returns undefined where it has none, or nothing that can be read
 * @throws OutputError or StateError
 */
export async function readResumeLog(staging: string): Promise<ReadLog | undefined> {
  return parseResumeLog(await readOwnText(path.join(staging, RESUME_LOG)));
}

/** @returns undefined for a text that begins with no head */
export function parseResumeLog(text: string | undefined): ReadLog | undefined {
  const [first, ...others] = text?.split('\n') ?? [];
  const head = headSchema.safeParse(parsed(first));
  if (first === undefined || !head.success || others.length === 0) return undefined;
  const lines: ResumeLine[] = [];
  let bytes = Buffer.byteLength(first) + 1;
  // What stands behind the last line feed was never safe.
  for (const one of others.slice(0, -1)) {
    const line = lineSchema.safeParse(parsed(one));
    if (!line.success) break;
    lines.push(line.data);
    bytes += Buffer.byteLength(one) + 1;
  }
  return { plan: head.data.plan, lines, bytes };
}

/** Lines are added one behind the other, and each is on the disk before the next. */
export class ResumeLog {
  readonly #file: string;
  #last: Promise<unknown> = Promise.resolve();
  /** Whether there is anything to go on from. */
  hasLines = false;

  private constructor(file: string) {
    this.#file = file;
  }

  /** @throws OutputError, as do all methods */
  static async create(staging: string, plan: string): Promise<ResumeLog> {
    const log = new ResumeLog(path.join(staging, RESUME_LOG));
    await log.#append({ version: 1, plan });
    await attempt(`flush ${staging}`, () => syncDirectory(staging));
    return log;
  }

  /** Goes on with one that was read. */
  static async reopen(staging: string, { bytes, lines }: ReadLog): Promise<ResumeLog> {
    const log = new ResumeLog(path.join(staging, RESUME_LOG));
    await attempt(`cut ${log.#file}`, () => fs.truncate(log.#file, bytes));
    log.hasLines = lines.length > 0;
    return log;
  }

  /** Resolves when the line is on the disk. */
  async add(line: ResumeLine): Promise<void> {
    await this.#append(line);
    this.hasLines = true;
  }

  #append(line: object): Promise<void> {
    const work = this.#last.then(() =>
      attempt(`write ${this.#file}`, async () => {
        // A position may hold what is nobody else's business.
        const handle = await fs.open(this.#file, 'a', 0o600);
        try {
          await handle.writeFile(`${toJsonText(line)}\n`);
          await handle.sync();
        } finally {
          await handle.close();
        }
      }),
    );
    this.#last = work.catch(() => {});
    return work;
  }
}

/** The first line of a log. */
export const resumeHead = (plan: string): string => `${toJsonText({ version: 1, plan })}\n`;

export const resumeLine = (line: ResumeLine): string => `${toJsonText(line)}\n`;

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : parseJson(text);
  } catch {
    return undefined;
  }
}
