// A part that this run has just written, back to the records that it was made of.
import { compileCoerce, INVALID } from '../../columns/index.ts';
import type { JsonRecord } from '../../core/batch.ts';
import { setOwn } from '../../core/path.ts';
import type { TableColumn } from '../formats/table/columns.ts';
import type { FileOptions } from './target.ts';

/**
 * @param file a finished part
 * @param columns of the part; a format of texts gives their values back as such, which are brought to their types here
 */
export async function* readBack(
  file: string,
  columns: readonly TableColumn[] | undefined,
  { format, formatOptions, compression }: Pick<FileOptions, 'format' | 'formatOptions' | 'compression'>,
): AsyncGenerator<readonly JsonRecord[], void, undefined> {
  const coerces = (columns ?? []).map(
    ({ name, type, ...keys }) => [name, compileCoerce({ data_type: type, ...keys })] as const,
  );
  const options = format.options.parse(formatOptions);
  for await (const records of format.read(file, { columns, compression, options })) {
    for (const record of records) {
      for (const [name, coerce] of coerces) {
        const value = Object.hasOwn(record, name) ? record[name] : undefined;
        if (value === undefined || value === null) continue;
        const typed = coerce(value);
        // What its column cannot hold was kept elsewhere, as it is.
        if (typed !== INVALID) setOwn(record, name, typed);
      }
    }
    yield records;
  }
}
