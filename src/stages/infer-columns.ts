// Columns for a pipeline file, from records that were seen: types, nullability, and what gave rise to them.
import { compileCoerce, type DataType, INVALID } from '../columns/index.ts';
import type { JsonRecord } from '../core/batch.ts';
import { snakeCase } from './naming.ts';

export interface InferredColumn {
  readonly name: string;
  readonly from: string;
  readonly type: DataType;
  readonly nullable: boolean;
  /** What was seen, for a person who decides. */
  readonly note: string;
}

interface Seen {
  count: number;
  readonly values: unknown[];
}

/** Columns in order of appearance. A field that was there in every record, and never null, is not nullable. */
export function inferColumns(records: readonly JsonRecord[]): InferredColumn[] {
  const fields = new Map<string, Seen>();
  for (const record of records) {
    for (const key of Object.keys(record)) {
      const seen = fields.get(key) ?? { count: 0, values: [] };
      fields.set(key, seen);
      const value = record[key];
      if (value === null || value === undefined) continue;
      seen.count += 1;
      seen.values.push(value);
    }
  }
  const names = new Set<string>();
  return [...fields].map(([from, seen]) => {
    const { type, note } = typeOf(seen.values);
    const empty = records.length - seen.count;
    const notes = [
      note,
      uniqueness(seen, records.length),
      empty === 0 ? '' : `null or missing in ${share(empty, records.length)}`,
    ];
    const name = freeName(snakeCase(from), names);
    return { name, from, type, nullable: empty > 0, note: notes.filter((one) => one !== '').join('; ') };
  });
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n += 1) name = `${wanted}_${n}`;
  taken.add(name);
  return name;
}

function typeOf(values: readonly unknown[]): { type: DataType; note: string } {
  if (values.length === 0) return { type: 'json', note: 'never a value' };
  const kinds = new Set(values.map((value) => (typeof value === 'bigint' ? 'number' : typeof value)));
  if (kinds.size > 1)
    return { type: kinds.has('object') ? 'json' : 'text', note: `mixed: ${[...kinds].join(', ')}` };
  const [kind] = kinds;
  if (kind === 'boolean') return { type: 'bool', note: '' };
  if (kind === 'object') return { type: 'json', note: values.every(Array.isArray) ? 'lists' : 'objects' };
  if (kind === 'number') return numberType(values);
  return textType(values as readonly string[]);
}

function numberType(values: readonly unknown[]): { type: DataType; note: string } {
  if (!values.every((value) => typeof value === 'bigint' || Number.isInteger(value)))
    return { type: 'double', note: '' };
  const isBig = values.some((value) => typeof value === 'bigint');
  const isEpoch = values.every((value) => Number(value) > 1e9 && Number(value) < 1e11);
  if (isBig) return { type: 'bigint', note: 'beyond 2^53 in places' };
  return {
    type: 'bigint',
    note: isEpoch ? 'might be seconds since 1970: timestamp with format epoch_s' : '',
  };
}

function textType(values: readonly string[]): { type: DataType; note: string } {
  const filled = values.filter((value) => value !== '');
  const fits = (type: DataType) => {
    const coerce = compileCoerce({ data_type: type });
    return filled.length > 0 && filled.every((value) => coerce(value) !== INVALID);
  };
  if (filled.length > 0 && filled.every((value) => /^[YN]$/.test(value)))
    return { type: 'bool', note: 'Y or N' };
  if (filled.every((value) => /^\d{4}-\d\d-\d\d$/.test(value)) && fits('date'))
    return { type: 'date', note: '' };
  if (fits('timestamp')) return { type: 'timestamp', note: `like ${filled[0]}` };
  if (filled.length > 0 && filled.every((value) => /^\d+$/.test(value)))
    return { type: 'text', note: 'digits; text keeps them exact' };
  return { type: 'text', note: '' };
}

function uniqueness({ count, values }: Seen, records: number): string {
  const isKey =
    count === records &&
    records > 1 &&
    values.every((value) => typeof value !== 'object' && typeof value !== 'boolean');
  return isKey && new Set(values).size === records ? 'different in every record' : '';
}

function share(part: number, whole: number): string {
  const percent = Math.round((part / whole) * 100);
  return percent === 0 ? 'less than 1 %' : `${percent} %`;
}
