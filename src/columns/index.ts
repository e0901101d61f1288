// The column types: the registry that the language, the stages and every format draw on.
import { bigint } from './bigint.ts';
import { binary } from './binary.ts';
import { bool } from './bool.ts';
import type { Coerce, ColumnType, Value } from './contract.ts';
import { date } from './date.ts';
import { decimal } from './decimal.ts';
import { double } from './double.ts';
import { json } from './json.ts';
import { text } from './text.ts';
import { time } from './time.ts';
import { timestamp } from './timestamp.ts';
import { uuid } from './uuid.ts';

export const columnTypes = [
  text,
  double,
  bool,
  timestamp,
  date,
  time,
  bigint,
  decimal,
  json,
  binary,
  uuid,
] as const;

type Registered = (typeof columnTypes)[number];
export type DataType = Registered['type'];
/** What a value of each column type is in JavaScript. */
export type ValueTypes = { [One in Registered as One['type']]: Value<One> };

export const DATA_TYPES: readonly DataType[] = columnTypes.map(({ type }) => type);

const byName: ReadonlyMap<DataType, ColumnType> = new Map(columnTypes.map((one) => [one.type, one]));

/** @throws TypeError for a word that is no column type */
export function columnType(type: DataType): ColumnType {
  const found = byName.get(type);
  if (found === undefined) throw new TypeError(`no column type "${type}"`);
  return found;
}

/** Compiles one column's coercion. Null stays null; an empty text is null for types that have no empty value. */
export function compileCoerce({ data_type, ...keys }: { readonly data_type: DataType }): Coerce {
  const type = columnType(data_type);
  const coerce = type.coerce(keys);
  if (type.isTextual) return coerce;
  return (value) => (value === '' ? null : coerce(value));
}

export { type Coerce, INVALID } from './contract.ts';
