// A file of a person's own, written where none is yet.
import { writeFile } from 'node:fs/promises';
import { describe, OutputError, UsageError } from '../../core/errors.ts';
import { oneLine } from '../../core/text.ts';

/**
 * Never over a file that is there.
 * @throws UsageError where one is; OutputError where none can be written
 */
export async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    if (isThere) throw new UsageError(`${oneLine(file)} is there already`, { hint: 'choose another name' });
    throw new OutputError(`cannot write ${oneLine(file)}: ${describe(error)}`, { cause: error });
  }
}
