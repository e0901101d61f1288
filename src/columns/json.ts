// json: any value as it came.
import { toJsonText } from '../core/json.ts';
import { parseJson } from '../core/parse-json.ts';
import { declareColumnType } from './contract.ts';
import { textLayout } from './parquet-layout.ts';

export const json = declareColumnType({
  type: 'json',
  summary: 'any JSON value, as it came',
  options: {},
  reading: {},
  isTextual: true,
  coerce: () => (value) => value,
  isFine: 'true',
  fits: () => true,
  json: {},
  parquet: () => textLayout(toJsonText),
  toText: toJsonText,
  fromText: (text) => parseJson(text),
  fromParquet: (primitive) => parseJson(String(primitive)),
});
