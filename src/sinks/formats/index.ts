// The registry of file formats: a new one is a file (or folder) beside this one and a line here.
import { UsageError } from '../../core/errors.ts';
import { compressionOf } from './compression.ts';
import type { Format } from './contract.ts';
import { csv } from './csv/index.ts';
import { ndjson } from './ndjson.ts';
import { parquet } from './parquet/index.ts';

export const formats = [ndjson, csv, parquet] as const;

/**
 * The built-in formats, and those of a caller's own.
 * @throws UsageError when two could not be told apart by name or by the ending of their files
 */
export function createFormats(own: readonly Format[] = []): readonly Format[] {
  const all: Format[] = [...formats];
  for (const format of own) {
    const twin = all.find(({ name, extension }) => name === format.name || extension === format.extension);
    const isTaken = twin !== undefined || compressionOf(format.extension) !== undefined;
    if (isTaken) {
      throw new UsageError(`format "${format.name}" with files *.${format.extension}: taken already`, {
        hint: `give it a name and an ending of its own; taken: ${all.map((one) => one.name).join(', ')}`,
      });
    }
    all.push(format);
  }
  return all;
}
