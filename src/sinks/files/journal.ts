// The journal of a commit: what is to be put in place, written before anything is. It is a file that others can edit,
// so it is believed only as far as penstock itself could have written it.
import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { describe, StateError } from '../../core/errors.ts';
import { syncDirectory } from '../../core/files/directories.ts';
import { writeNewFile } from '../../core/files/whole-file.ts';
import { MANIFEST, STATE } from './manifest.ts';
import { PART_PATH } from './names.ts';
import { attempt } from './output-error.ts';
import { readOwnText } from './own-text.ts';

export const STAGING = '.penstock-staging';
const JOURNAL = '.penstock-journal.json';
const STAGED = /^\.penstock-staging(?:\/[\w%-][\w%.-]*)+$/;
// What the rejects of earlier releases were called.
const OLD_REJECTS = /^_rejects\/[\w%-][\w%.-]*\.ndjson$/;

const isOurs = (name: string) =>
  name === MANIFEST || name === STATE || PART_PATH.test(name) || OLD_REJECTS.test(name);
const place = z.string().refine(isOurs, 'is not a name that penstock puts in place');

const stepSchema = z.discriminatedUnion('kind', [
  /** A staged file to its name, in place of what was there. */
  z.object({
    kind: z.literal('put'),
    from: z.string().regex(STAGED, 'is not staged'),
    to: place,
    bytes: z.number().optional(),
  }),
  z.object({ kind: z.literal('remove'), path: place }),
]);
const journalSchema = z.object({ version: z.literal(1), steps: z.array(stepSchema) });

/** Paths are relative to the export directory. */
export type Step = z.output<typeof stepSchema>;

/** @throws OutputError; then no journal is there */
export async function writeJournal(directory: string, steps: readonly Step[]): Promise<void> {
  const final = path.join(directory, JOURNAL);
  // Where a killed run's leftovers are cleared by the next one.
  const temporary = path.join(directory, STAGING, 'journal.json');
  try {
    await attempt(`write ${final}`, async () => {
      await writeNewFile(temporary, JSON.stringify({ version: 1, steps }));
      await fs.rename(temporary, final);
      await syncDirectory(directory);
    });
  } catch (error) {
    // Also under its final name, where it may stand already: the steps it names are never taken.
    for (const file of [temporary, final]) await fs.rm(file, { force: true }).catch(() => {});
    throw error;
  }
}

/** @throws OutputError */
export async function removeJournal(directory: string): Promise<void> {
  const file = path.join(directory, JOURNAL);
  await attempt(`remove ${file}`, () => fs.rm(file, { force: true }));
}

/**
 * @returns the steps of a commit that was cut off; undefined where there is none
 * @throws StateError for a journal that is damaged, or lies in a directory that is not penstock's; OutputError when it cannot be read
 */
export async function readJournal(directory: string): Promise<readonly Step[] | undefined> {
  const file = path.join(directory, JOURNAL);
  const text = await readOwnText(file);
  if (text === undefined) return undefined;
  try {
    const { steps } = journalSchema.parse(JSON.parse(text));
    await refuseForeign(directory, steps);
    return steps;
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    throw new StateError(`${file} is damaged: ${issue?.message ?? describe(error)}`, {
      hint: 'delete it if the files in place are whole',
    });
  }
}

/** Without a manifest, everything that can be seen must be what the journal itself puts there. */
async function refuseForeign(directory: string, steps: readonly Step[]): Promise<void> {
  const names = await fs.readdir(directory);
  if (names.includes(MANIFEST)) return;
  const own = new Set(steps.map((step) => (step.kind === 'put' ? step.to : step.path).split('/')[0]));
  const foreign = names.find((name) => !name.startsWith('.penstock-') && !own.has(name));
  if (foreign !== undefined) throw new Error(`${directory} is not penstock’s, ${foreign} lies in it`);
}
