// Many files put in place as one: all of them, or as it was. A journal finishes what a killed run had begun.
import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { describe, StateError } from '../../core/errors.ts';
import { makeDirectory } from '../../core/files/directories.ts';
import { writeNewFile } from '../../core/files/whole-file.ts';
import { attempt } from './output-error.ts';
import { place } from './place.ts';

const stepSchema = z.discriminatedUnion('kind', [
  /** A file or directory to its name, in place of what was there. */
  z.object({ kind: z.literal('put'), from: z.string(), to: z.string() }),
  z.object({ kind: z.literal('remove'), path: z.string() }),
]);
const journalSchema = z.object({ version: z.literal(1), steps: z.array(stepSchema) });

/** Paths are relative to the export directory. */
export type Step = z.output<typeof stepSchema>;

const JOURNAL = '.penstock-journal.json';
const BACKUP = 'backup';

/**
 * Takes all steps, or none: a step that fails takes the earlier ones back.
 * @param staging directory under `directory` that holds what is put, and what is replaced until all is done
 * @throws OutputError
 */
export async function commit(directory: string, staging: string, steps: readonly Step[]): Promise<void> {
  await writeJournal(directory, staging, steps);
  const done: Step[] = [];
  try {
    for (const step of steps) {
      done.push(step);
      await take(directory, staging, step);
    }
  } catch (error) {
    for (const step of done.reverse()) await undo(directory, staging, step).catch(() => {});
    await fs.rm(path.join(directory, JOURNAL), { force: true }).catch(() => {});
    throw error;
  }
  await attempt(`remove the journal of ${directory}`, () =>
    fs.rm(path.join(directory, JOURNAL), { force: true }),
  );
}

/** Finishes a commit that was cut off by the end of its process. */
export async function recover(directory: string, staging: string): Promise<void> {
  const file = path.join(directory, JOURNAL);
  const text = await fs.readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  let steps: readonly Step[];
  try {
    steps = journalSchema.parse(JSON.parse(text)).steps;
  } catch (error) {
    throw new StateError(`${file} is damaged: ${describe(error)}`, {
      hint: 'delete it if the files in place are whole',
    });
  }
  for (const step of steps) await take(directory, staging, step);
  await fs.rm(file, { force: true });
}

/** Taking a step twice is taking it once. */
async function take(directory: string, staging: string, step: Step): Promise<void> {
  if (step.kind === 'remove') {
    const target = inside(directory, step.path);
    const backup = backupOf(staging, step.path);
    if (await exists(target)) await attempt(`remove ${target}`, () => move(target, backup));
    return;
  }
  const from = inside(directory, step.from);
  const to = inside(directory, step.to);
  if (!(await exists(from))) return;
  const backup = backupOf(staging, step.to);
  const earlier = await fs.stat(to).catch(() => undefined);
  if (earlier?.isDirectory()) await attempt(`replace ${to}`, () => move(to, backup));
  // A second name for the old file, so that the new one can take its place in a single step.
  else if (earlier !== undefined) await keepSecondName(to, backup);
  await place(from, to);
}

async function undo(directory: string, staging: string, step: Step): Promise<void> {
  const target = inside(directory, step.kind === 'remove' ? step.path : step.to);
  const backup = backupOf(staging, step.kind === 'remove' ? step.path : step.to);
  const isPut = step.kind === 'put' && !(await exists(inside(directory, step.from)));
  if (isPut) await fs.rm(target, { recursive: true, force: true });
  if ((await exists(backup)) && !((await exists(target)) && !isPut)) await move(backup, target);
}

async function keepSecondName(file: string, backup: string): Promise<void> {
  await attempt(`keep ${file}`, async () => {
    await makeDirectory(path.dirname(backup));
    await fs.rm(backup, { force: true });
    // Not every file system has hard links; a copy does as well.
    await fs.link(file, backup).catch(() => fs.copyFile(file, backup));
  });
}

async function move(from: string, to: string): Promise<void> {
  await makeDirectory(path.dirname(to));
  await fs.rename(from, to);
}

async function writeJournal(directory: string, staging: string, steps: readonly Step[]): Promise<void> {
  const final = path.join(directory, JOURNAL);
  // Where a killed run's leftovers are cleared by the next one.
  const temporary = path.join(staging, 'journal.json');
  try {
    await attempt(`write the journal of ${directory}`, () =>
      writeNewFile(temporary, JSON.stringify({ version: 1, steps })),
    );
    await place(temporary, final);
  } catch (error) {
    // Also under its final name, where it may stand already: the steps it names are never taken.
    for (const file of [temporary, final]) await fs.rm(file, { force: true }).catch(() => {});
    throw error;
  }
}

function backupOf(staging: string, relative: string): string {
  return path.join(staging, BACKUP, relative);
}

// The journal is a file that others can edit: only what lies in the directory is ours to move.
function inside(directory: string, relative: string): string {
  const full = path.resolve(directory, relative);
  if (path.relative(path.resolve(directory), full).startsWith('..')) {
    throw new StateError(`the journal of ${directory} names a place outside of it: ${relative}`);
  }
  return full;
}

async function exists(place: string): Promise<boolean> {
  return fs.stat(place).then(
    () => true,
    () => false,
  );
}
