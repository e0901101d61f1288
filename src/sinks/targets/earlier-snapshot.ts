// The earlier records of a resource, read back by the formats that wrote them.
import { StateError } from '../../core/errors.ts';
import type { ManifestEntry } from '../files/manifest.ts';
import { type LocalCopy, readFrom } from '../files/part-store.ts';
import type { Format } from '../formats/contract.ts';
import { fileKind } from '../formats/file-kind.ts';
import type { EarlierSnapshot } from './target.ts';

/**
 * The files written last come first.
 * @param local gives a file of the manifest to be read
 */
export function earlierSnapshot(
  local: (path: string) => Promise<LocalCopy>,
  entry: ManifestEntry,
  formats: readonly Format[],
): EarlierSnapshot {
  return {
    columns: entry.columns,
    async *read() {
      for (const file of entry.files.toReversed()) {
        const kind = fileKind(file.path, formats);
        const format =
          file.format === undefined ? kind.format : formats.find((one) => one.name === file.format);
        if (format === undefined) {
          const what =
            file.format === undefined
              ? 'an unknown format'
              : `the format "${file.format}", which is not known here`;
          throw new StateError(`${file.path}: the manifest names a file of ${what}`, {
            hint: 'run it with the formats that it was written with, or set write_disposition: replace',
          });
        }
        const compression = file.format === undefined ? kind.compression : file.compression;
        const options = format.options.parse(file.options ?? {});
        const written = { columns: entry.columns, compression, options };
        yield* readFrom(local(file.path), (path) => format.read(path, written));
      }
    },
  };
}
