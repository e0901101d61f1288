// Two outputs of one run that are one file: the later would overwrite the earlier.
import path from 'node:path';
import { UsageError } from '../../core/errors.ts';
import { isInside, isSameFile, realPath } from '../../core/files/same-file.ts';

export interface NamedOutput {
  /** How the caller calls it, as in `--rejects`. */
  readonly name: string;
  readonly file: string;
}

/** @throws UsageError that names both */
export async function refuseSameOutput(outputs: readonly NamedOutput[]): Promise<void> {
  for (const [index, one] of outputs.entries()) {
    for (const other of outputs.slice(index + 1)) {
      if (!(await isSameFile(one.file, other.file))) continue;
      throw new UsageError(`${one.name} and ${other.name} are one file: ${other.file}`, {
        hint: 'give each a name of its own',
      });
    }
  }
}

/** @throws UsageError for a file in an export directory where only the export's own files lie */
export async function refuseInsideExport(directory: string, outputs: readonly NamedOutput[]): Promise<void> {
  for (const { name, file } of outputs) {
    if (!(await isInside(directory, file))) continue;
    const [first = '', ...deeper] = path
      .relative(await realPath(directory), await realPath(file))
      .split(path.sep);
    if (deeper.length === 0 && !/^(?:_manifest\.json|_state\.json|\.penstock-.*)$/.test(first)) continue;
    throw new UsageError(`${name} ${file} lies among the files of the export ${directory}`, {
      hint: 'choose a place outside of it',
    });
  }
}
