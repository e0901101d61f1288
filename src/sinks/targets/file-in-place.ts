// A single file to come: its name is locked, and its bytes are written beside it until they are whole.
import fs from 'node:fs/promises';
import path from 'node:path';
import { describe, OutputError } from '../../core/errors.ts';
import { makeDirectory } from '../../core/files/directories.ts';
import type { Lock } from '../../core/files/lock.ts';
import { refuseOtherThanFile, temporaryName } from '../../core/files/whole-file.ts';
import { attempt } from '../files/output-error.ts';
import { lockOutput } from '../files/output-lock.ts';
import { place } from '../files/place.ts';

export class FileInPlace {
  /** The final name. */
  readonly file: string;
  /** Where it is written until then. */
  readonly temporary: string;
  #lock: Lock | undefined;

  constructor(file: string) {
    this.file = file;
    this.temporary = temporaryName(file);
  }

  /**
   * Locks the name and removes what killed runs left of it.
   * @throws StateError when another run writes it; OutputError when it cannot be written
   */
  async prepare(): Promise<void> {
    const directory = path.dirname(this.file);
    await attempt(`write into ${directory}`, async () => {
      await makeDirectory(directory);
      await fs.access(directory, fs.constants.W_OK);
    });
    await refuseOtherThanFile(this.file).catch((error: unknown) => {
      throw new OutputError(`cannot write ${describe(error)}`, { hint: 'choose another name' });
    });
    const name = path.basename(this.file);
    this.#lock = await lockOutput(this.file, path.join(directory, `.${name}.lock`));
    const isLeft = (entry: string) =>
      entry.startsWith(`.${name}.`) && /^\d+-[0-9a-f]{8}\.tmp$/.test(entry.slice(name.length + 2));
    await attempt(`prepare ${directory}`, async () => {
      for (const entry of (await fs.readdir(directory)).filter(isLeft)) {
        await fs.rm(path.join(directory, entry), { force: true });
      }
    });
  }

  /** @throws StateError when another run has taken the lock over */
  async assertHeld(): Promise<void> {
    await this.#lock?.assertHeld();
  }

  /**
   * Puts the finished file at its name.
   * @param written where it lies
   */
  async publish(written = this.temporary): Promise<void> {
    await this.assertHeld();
    await place(written, this.file);
  }

  /** Gives the name back. Never fails. */
  async release(): Promise<void> {
    await this.#lock?.release().catch(() => {});
    this.#lock = undefined;
  }
}
