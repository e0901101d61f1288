// Many files put in place as one: all of them, or as it was. A journal finishes what a killed run had begun.
import fs from 'node:fs/promises';
import path from 'node:path';
import { OutputError, StateError } from '../../core/errors.ts';
import { makeDirectory, syncDirectory } from '../../core/files/directories.ts';
import { readJournal, removeJournal, STAGING, type Step, writeJournal } from './journal.ts';
import { attempt } from './output-error.ts';
import { place } from './place.ts';

const BACKUP = 'backup';

/**
 * Takes all steps, or none: a step that fails takes the earlier ones back.
 * @throws OutputError, also when a staged file is not there any more; StateError for a link in the way
 */
export async function commit(directory: string, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await refuseLinks(directory, step);
  await checkStaged(directory, steps);
  await writeJournal(directory, steps);
  const done: Step[] = [];
  try {
    for (const step of steps) {
      done.push(step);
      await take(directory, step);
    }
  } catch (error) {
    for (const step of done.reverse()) await undo(directory, step).catch(() => {});
    await removeJournal(directory).catch(() => {});
    throw error;
  }
  await removeJournal(directory);
}

/**
 * Finishes a commit that was cut off by the end of its process.
 * @throws StateError when it cannot be finished
 */
export async function recover(directory: string): Promise<void> {
  const steps = await readJournal(directory);
  if (steps === undefined) return;
  for (const step of steps) await refuseLinks(directory, step);
  for (const step of steps) {
    if (
      step.kind === 'put' &&
      !(await isThere(directory, step.from)) &&
      !(await isThere(directory, step.to))
    ) {
      throw new StateError(`${directory}: a run was cut off, and its file ${step.to} is lost`, {
        hint: 'delete .penstock-journal.json in it if the files in place may stay as they are',
      });
    }
  }
  for (const step of steps) await take(directory, step);
  await removeJournal(directory);
}

async function checkStaged(directory: string, steps: readonly Step[]): Promise<void> {
  const folders = new Set<string>();
  for (const step of steps) {
    if (step.kind !== 'put') continue;
    const staged = path.join(directory, step.from);
    const bytes = await fs.lstat(staged).then(
      (found) => found.size,
      () => undefined,
    );
    if (bytes === undefined || (step.bytes !== undefined && bytes !== step.bytes)) {
      throw new OutputError(
        `${staged} ${bytes === undefined ? 'is gone' : 'was changed'}: another program touched it`,
        {
          hint: 'nothing was put in place; earlier files are as they were',
        },
      );
    }
    folders.add(path.dirname(staged));
  }
  // The journal must not outlast a power cut that the staged names do not.
  for (const folder of folders) await attempt(`flush ${folder}`, () => syncDirectory(folder));
}

/** Taking a step twice is taking it once. */
async function take(directory: string, step: Step): Promise<void> {
  if (step.kind === 'remove') {
    const target = path.join(directory, step.path);
    if (await exists(target))
      await attempt(`remove ${target}`, () => move(target, backupOf(directory, step.path)));
    return;
  }
  const from = path.join(directory, step.from);
  const to = path.join(directory, step.to);
  if (!(await exists(from))) return;
  // A second name for the old file, so that the new one can take its place in a single step.
  if (await exists(to)) await keepSecondName(to, backupOf(directory, step.to));
  await place(from, to);
}

async function undo(directory: string, step: Step): Promise<void> {
  const relative = step.kind === 'remove' ? step.path : step.to;
  const target = path.join(directory, relative);
  const backup = backupOf(directory, relative);
  const isPut = step.kind === 'put' && !(await isThere(directory, step.from));
  if (isPut) await fs.rm(target, { force: true });
  if ((await exists(backup)) && !((await exists(target)) && !isPut)) await move(backup, target);
  if (isPut) await removeEmptyFolder(path.dirname(target));
}

/** A folder that this commit had made, or emptied; one with files in it stays. */
export async function removeEmptyFolder(folder: string): Promise<void> {
  await fs.rmdir(folder).catch(() => {});
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

/** @throws StateError where a folder or file on the way is a link */
async function refuseLinks(directory: string, step: Step): Promise<void> {
  const paths = step.kind === 'put' ? [step.from, step.to] : [step.path];
  for (const relative of paths) await refuseLink(directory, relative);
}

/**
 * A link inside an export directory would have penstock write where somebody else points.
 * @throws StateError
 */
export async function refuseLink(directory: string, relative: string): Promise<void> {
  let full = directory;
  for (const name of relative.split('/')) {
    full = path.join(full, name);
    const found = await fs.lstat(full).catch(() => undefined);
    if (found === undefined) return;
    if (!found.isSymbolicLink()) continue;
    throw new StateError(`${full} is a symbolic link, which is not followed`, {
      hint: 'remove it, or export into the directory that it leads to',
    });
  }
}

function backupOf(directory: string, relative: string): string {
  return path.join(directory, STAGING, BACKUP, relative);
}

const isThere = (directory: string, relative: string) => exists(path.join(directory, relative));

async function exists(file: string): Promise<boolean> {
  return fs.lstat(file).then(
    () => true,
    () => false,
  );
}
