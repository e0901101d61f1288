// The column types and how a value is brought to each.
import type { Column, DataType } from '../../config/columns.ts';
import type { Coerce, CompileCoerce } from './coerce.ts';
import { compileDecimal } from './decimal.ts';
import { compileDate, compileTime, compileTimestamp } from './moments.ts';
import { bigint, binary, bool, double, json, text } from './scalars.ts';

const plain = (coerce: Coerce): CompileCoerce => {
  return () => coerce;
};

const compilers: Readonly<Record<DataType, CompileCoerce>> = {
  text: plain(text),
  double: plain(double),
  bool: plain(bool),
  timestamp: compileTimestamp,
  date: compileDate,
  time: compileTime,
  bigint: plain(bigint),
  decimal: compileDecimal,
  json: plain(json),
  binary: plain(binary),
};

// Where an empty text is a value; for the other types it is how many APIs spell "nothing".
const TEXTUAL: readonly DataType[] = ['text', 'json', 'binary'];

/** Compiles one column's coercion. Null stays null; an empty text is null for types that have no empty value. */
export function compileCoerce(column: Column): Coerce {
  const coerce = compilers[column.data_type](column);
  if (TEXTUAL.includes(column.data_type)) return coerce;
  return (value) => (value === '' ? null : coerce(value));
}

export { INVALID } from './coerce.ts';
