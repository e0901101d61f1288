// What `_extra` kept, back into its record.
import type { JsonRecord } from '../../../core/batch.ts';
import { parseJson } from '../../../core/parse-json.ts';
import { own, setOwn } from '../../../core/path.ts';

/** @param text the JSON text of the column */
export function restoreExtra(record: JsonRecord, text: string): void {
  const rest = parseJson(text);
  if (typeof rest !== 'object' || rest === null) return;
  for (const key of Object.keys(rest)) setOwn(record, key, own(rest, key));
}
