// The entrance of every chain: page to batch. What is not an object is put aside, partition fields are written in.
import type { Batch, JsonRecord, Page, Reject } from '../core/batch.ts';
import { ContractError } from '../core/errors.ts';
import { own, setOwn } from '../core/path.ts';
import { isRecord } from '../core/record.ts';
import { show } from '../core/text.ts';

/** @throws ContractError when a record holds another value under a partition's field */
export function toBatch(page: Page): Batch {
  const { records: raw, recordFields, ...origin } = page;
  const fields = Object.entries(recordFields);
  if (fields.length === 0 && raw.every(isRecord)) {
    return { ...origin, records: raw as readonly JsonRecord[], rejects: [] };
  }
  const records: JsonRecord[] = [];
  const rejects: Reject[] = [];
  for (const record of raw) {
    if (isRecord(record)) {
      for (const [name, value] of fields) writeField(record, name, value);
      records.push(record);
    } else {
      rejects.push({
        reason: `a record must be an object, this is ${show(record)}`,
        column: undefined,
        record,
      });
    }
  }
  return { ...origin, records, rejects };
}

// The records were parsed for this run alone, so they are changed in place.
function writeField(record: JsonRecord, name: string, value: unknown): void {
  const present = own(record, name);
  if (present !== undefined && present !== null) {
    // The API may spell the value in another type.
    if (String(present) === String(value)) return;
    throw new ContractError(`record_field "${name}" would overwrite the value ${show(present)} of the API`, {
      hint: 'choose another record_field',
    });
  }
  setOwn(record, name, value);
}
