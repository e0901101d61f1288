// json: any value as it came; with `fields` or `items` a nested column (nested/).
import { toJsonText } from '../core/json.ts';
import { parseJson } from '../core/parse-json.ts';
import { declareColumnType } from './contract.ts';
import { jsonLayout } from './parquet-layout.ts';

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
  parquet: () => jsonLayout(wellFormed),
  toText: toJsonText,
  fromText: (text) => parseJson(text),
  fromParquet: (primitive) => parseJson(String(primitive)),
});

// Half of a pair of surrogates stands in JSON as an escape, for which readers refuse the whole file.
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/;

function wellFormed(value: unknown): string | undefined {
  const text = toJsonText(value);
  return text.includes('\\ud') && LONE_SURROGATE.test(text) ? undefined : text;
}
