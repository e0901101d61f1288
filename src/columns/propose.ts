// Columns and a key for a pipeline file, from records that were seen, with what gave rise to each.

import type { JsonRecord } from '../core/batch.ts';
import { ExactNumber } from '../core/exact-number.ts';
import { pathToKey } from '../core/path.ts';
import { compileCoerce, type DataType, INVALID } from './index.ts';
import { snakeCase } from './naming.ts';
import { type Put, type Spread, spreading } from './spread.ts';

export interface ProposedColumn {
  readonly name: string;
  /** Path of the field. */
  readonly from: string;
  /** `data_type` and the keys it takes. */
  readonly keys: { readonly data_type: DataType; readonly scale?: number; readonly precision?: number };
  /** What was seen, for a person who decides. */
  readonly note: string;
}

export interface Proposal {
  /** Names of columns; empty where no field looks like a key. */
  readonly primaryKey: readonly string[];
  readonly columns: readonly ProposedColumn[];
}

interface Field {
  readonly name: string;
  readonly from: string;
  readonly values: unknown[];
}

/**
 * Columns in order of appearance. All are nullable: a sample cannot tell that no record will ever lack a value.
 * @param nesting so many levels of objects are taken apart
 * @param declaredKey the resource's primary key, by fields or by columns; kept where the records have it
 */
export function proposeColumns(
  records: readonly JsonRecord[],
  declaredKey: readonly string[],
  nesting = 0,
): Proposal {
  const names = new Set<string>();
  const fields = fieldsOf(records, spreading(nesting, snakeCase)).map((field) => ({
    ...field,
    name: freeName(field.name, names),
  }));
  const declared = fields.filter(
    ({ from, name }) => declaredKey.includes(from) || declaredKey.includes(name),
  );
  const key = declared.length > 0 ? declared : likelyKey(fields, records.length);
  const columns = fields.map(({ name, from, values }) => {
    const { note, ...keys } = typeOf(values);
    const empty = records.length - values.length;
    const notes = [
      note,
      isUnique(values, records.length) ? 'different in every record' : '',
      empty === 0 ? '' : `null or missing in ${share(empty, records.length)}`,
    ];
    return { name, from, keys, note: notes.filter((one) => one !== '').join('; ') };
  });
  return { primaryKey: key.map(({ name }) => name), columns };
}

function fieldsOf(records: readonly JsonRecord[], spread: Spread): Field[] {
  const fields = new Map<string, Field>();
  const add: Put = (name, value, keys) => {
    const from = pathOf(keys);
    const field = fields.get(from) ?? { name, from, values: [] };
    fields.set(from, field);
    if (value !== null && value !== undefined) field.values.push(value);
  };
  for (const record of records) for (const key of Object.keys(record)) spread(key, record[key], add);
  return [...fields.values()];
}

/** A field of the record by its name, where that is not read as something else; a field inside of one by its path. */
function pathOf([first = '', ...deeper]: readonly string[]): string {
  const isOther = /^(?:\$(?:[.[]|$)|\[|$)/.test(first) || (deeper.length > 0 && !/^\w+$/.test(first));
  const path = isOther ? pathToKey(first) : first;
  return path + deeper.map((key) => (/^\w+$/.test(key) ? `.${key}` : pathToKey(key))).join('');
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n += 1) name = `${wanted}_${n}`;
  taken.add(name);
  return name;
}

// By their names, the most usual first; of what is unique by chance (a text, a time) no key is made.
const KEY_NAMES = [/^_?id$/, /^(?:uuid|guid|uid)$/, /^(?:key|code|slug|number)$/, /_(?:id|uuid|guid|key)$/];

function likelyKey<F extends Field & { readonly name: string }>(fields: readonly F[], records: number): F[] {
  const unique = fields.filter(({ values }) => isUnique(values, records));
  const named = KEY_NAMES.flatMap((pattern) => unique.filter(({ name }) => pattern.test(name)));
  return named.slice(0, 1);
}

function isUnique(values: readonly unknown[], records: number): boolean {
  const isKey =
    records > 1 && values.length === records && values.every((one) => isScalar(one) && one !== '');
  return isKey && new Set(values.map((one) => (typeof one === 'string' ? one : `${one} `))).size === records;
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'bigint'].includes(typeof value);
}

type Typed = ProposedColumn['keys'] & { readonly note: string };

function typeOf(values: readonly unknown[]): Typed {
  if (values.length === 0) return { data_type: 'json', note: 'never a value' };
  const kinds = new Set(values.map(kindOf));
  const [kind] = kinds;
  if (kinds.size > 1)
    return { data_type: kinds.has('object') ? 'json' : 'text', note: `mixed: ${[...kinds].join(', ')}` };
  if (kind === 'boolean') return { data_type: 'bool', note: '' };
  if (kind === 'object')
    return { data_type: 'json', note: values.every(Array.isArray) ? 'lists' : 'objects' };
  return kind === 'number' ? numberType(values) : textType(values as readonly string[]);
}

function kindOf(value: unknown): string {
  return typeof value === 'bigint' || value instanceof ExactNumber ? 'number' : typeof value;
}

function numberType(values: readonly unknown[]): Typed {
  if (values.some((value) => value instanceof ExactNumber)) return exactType(values);
  if (!values.every((value) => typeof value === 'bigint' || Number.isInteger(value)))
    return { data_type: 'double', note: '' };
  if (values.some((value) => typeof value === 'bigint'))
    return { data_type: 'bigint', note: 'beyond 2^53 in places' };
  const isEpoch = values.every((value) => Number(value) > 1e9 && Number(value) < 1e11);
  return {
    data_type: 'bigint',
    note: isEpoch ? 'might be seconds since 1970: timestamp with format epoch_s' : '',
  };
}

function exactType(values: readonly unknown[]): Typed {
  const scale = Math.max(...values.map((value) => /\.(\d+)/.exec(String(value))?.[1]?.length ?? 0));
  const fits = fitting(values, { data_type: 'decimal', precision: 38, scale });
  return fits
    ? { data_type: 'decimal', precision: 38, scale, note: 'more digits than a double holds' }
    : { data_type: 'text', note: 'numbers of more digits than a decimal holds' };
}

function textType(values: readonly string[]): Typed {
  const filled = values.filter((value) => value !== '');
  if (filled.length === 0) return { data_type: 'text', note: '' };
  if (filled.every((value) => /^[YN]$/.test(value))) return { data_type: 'bool', note: 'Y or N' };
  if (filled.every((value) => /^\d{4}-\d\d-\d\d$/.test(value)) && fitting(filled, { data_type: 'date' }))
    return { data_type: 'date', note: '' };
  if (fitting(filled, { data_type: 'timestamp' }))
    return { data_type: 'timestamp', note: `like ${filled[0]}` };
  if (filled.every((value) => /^\d+$/.test(value)))
    return { data_type: 'text', note: 'digits; text keeps them exact' };
  return { data_type: 'text', note: '' };
}

function fitting(
  values: readonly unknown[],
  column: { readonly data_type: DataType; readonly scale?: number; readonly precision?: number },
): boolean {
  const coerce = compileCoerce(column);
  return values.every((value) => coerce(value) !== INVALID);
}

function share(part: number, whole: number): string {
  const percent = Math.round((part / whole) * 100);
  return percent === 0 ? 'less than 1 %' : `${percent} %`;
}
