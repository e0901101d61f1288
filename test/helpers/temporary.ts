// A directory for one test, gone after it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'penstock-test-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Writes a value as a JSON pipeline file into a directory of its own. */
export async function pipelineFile(pipeline: unknown, name = 'pipeline.json'): Promise<string> {
  const file = path.join(await temporaryDirectory(), name);
  await writeFile(file, JSON.stringify(pipeline));
  return file;
}
