// Files of a format without a run around them.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SchemaPlan } from '../../src/config/pipeline.ts';
import type { JsonRecord } from '../../src/core/batch.ts';
import type { Format, FormatOptions } from '../../src/sinks/formats/contract.ts';
import type { TableColumn } from '../../src/sinks/formats/table/columns.ts';
import { temporaryDirectory } from './temporary.ts';

/** Writes pages of records into one file and gives its path. */
export async function writeWith(
  format: Format,
  plan: SchemaPlan,
  pages: readonly (readonly JsonRecord[])[],
  options: FormatOptions = {},
): Promise<string> {
  const file = path.join(await temporaryDirectory(), `x.${format.extension}`);
  const dataset = await format.open(plan, { ...format.options.parse(options), earlier: [] });
  const encoder = dataset.next();
  const chunks: Uint8Array[] = [];
  for (const page of pages) chunks.push(...(await encoder.encode(page)));
  chunks.push(...(await encoder.end()));
  writeFileSync(file, Buffer.concat(chunks));
  return file;
}

/** All records of a file. */
export async function readWith(
  format: Format,
  file: string,
  columns: readonly TableColumn[] | undefined,
  options: FormatOptions = {},
): Promise<JsonRecord[]> {
  const records: JsonRecord[] = [];
  const written = { columns, compression: undefined, options: format.options.parse(options) };
  for await (const batch of format.read(file, written)) records.push(...batch);
  return records;
}
