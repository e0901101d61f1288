// NDJSON: one JSON object a line, compiled from the declared columns where there are any.
import { createRequire } from 'node:module';
import type FastJson from 'fast-json-stringify';
import { z } from 'zod';
import { columnType } from '../../columns/index.ts';
import type { Column } from '../../config/columns.ts';
import type { SchemaPlan } from '../../config/pipeline.ts';
import type { JsonRecord } from '../../core/batch.ts';
import { ContractError } from '../../core/errors.ts';
import { exactStringify, toJsonText } from '../../core/json.ts';
import { linesOf } from '../../core/lines.ts';
import { parseJson } from '../../core/parse-json.ts';
import { reusingEncoder } from '../../core/text.ts';
import { openCompressed } from './compression.ts';
import { declareFormat } from './contract.ts';
import { declaredColumns, typedColumns } from './table/columns.ts';

export const ndjson = declareFormat({
  name: 'ndjson',
  extension: 'ndjson',
  summary: 'one JSON object a line (newline-delimited JSON)',
  isCompressible: true,
  options: z.object({}),
  refuse: () => undefined,
  async open(resource, { earlier }) {
    const page = compilePage(resource, earlier.length > 0, Buffer.from);
    return {
      columns: () =>
        resource.columns === undefined ? undefined : typedColumns(declaredColumns(resource, earlier)),
      next: () => ({
        encode: (records) => (records.length === 0 ? [] : [page(records)]),
        end: () => [],
      }),
    };
  },
  async *read(file, { compression }) {
    let batch: JsonRecord[] = [];
    for await (const text of linesOf(openCompressed(file, compression))) {
      if (text === '') continue;
      batch.push(parseJson(text) as JsonRecord);
      if (batch.length < READ_BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  },
});

const READ_BATCH = 500;
const require = createRequire(import.meta.url);

/**
 * The lines of a page at once, as bytes that the next page overwrites.
 * @param tag written into each record as its first field `_resource`
 */
export function createLineEncoder(
  resource: SchemaPlan,
  tag: boolean,
): (records: readonly JsonRecord[]) => Buffer {
  const bytesOf = reusingEncoder();
  if (!tag) return compilePage(resource, false, bytesOf);
  const line = compileLine(resource, false);
  const start = `{"_resource":${JSON.stringify(resource.name)}`;
  const tagged = (record: JsonRecord) => {
    if (Object.hasOwn(record, '_resource')) {
      throw new ContractError(
        'a field "_resource" is in the way of the one that tells resources apart on stdout',
        { hint: 'export this resource alone, or with -o' },
      );
    }
    const text = line(record);
    return text === '{}' ? `${start}}` : `${start},${text.slice(1)}`;
  };
  return (records) => bytesOf(joinLines(records, tagged));
}

function joinLines(records: readonly JsonRecord[], line: (record: JsonRecord) => string): string {
  let text = '';
  for (const record of records) text += `${line(record)}\n`;
  return text;
}

/**
 * The engine serialises a list in less time than its elements one by one, so a page is written as a list, and the
 * borders between its records are made ends of lines. A border is `},{` and the first column's name: inside a text its
 * quote would be escaped, after a text's end it would be no JSON. Only a nested list of objects can hold another one;
 * then their number is wrong, and the records go one by one.
 */
function compilePage(
  resource: SchemaPlan,
  isOpen: boolean,
  bytesOf: (text: string) => Buffer,
): (records: readonly JsonRecord[]) => Buffer {
  const line = compileLine(resource, isOpen);
  const oneByOne = (records: readonly JsonRecord[]) => bytesOf(joinLines(records, line));
  const { columns } = resource;
  const [first] = columns ?? [];
  // Names that look like indexes come first in every object, whatever the columns' order.
  const isOrdered = columns?.every(({ name }) => name !== '__proto__' && !/^\d+$/.test(name));
  // Records of an earlier snapshot may have been laid out otherwise.
  if (first === undefined || isOrdered !== true || isOpen) return oneByOne;
  const border = Buffer.from(`},{${JSON.stringify(first.name)}:`);
  return (records) => {
    const text = listText(records);
    if (text === undefined) return oneByOne(records);
    const bytes = bytesOf(text);
    const borders = endLines(bytes, border);
    if (borders !== records.length - 1) return oneByOne(records);
    bytes[bytes.length - 1] = LINE_FEED;
    return bytes.subarray(1);
  };
}

const LINE_FEED = 0x0a;

/** Puts a line feed in place of the comma of every border; gives their number. */
function endLines(bytes: Buffer, border: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(border); at !== -1; at = bytes.indexOf(border, at + border.length)) {
    bytes[at + 1] = LINE_FEED;
    count += 1;
  }
  return count;
}

/** Undefined where a BigInt or deep nesting needs the long way. */
function listText(records: readonly JsonRecord[]): string | undefined {
  try {
    return JSON.stringify(records);
  } catch {
    return undefined;
  }
}

/**
 * The JSON text of one record, without the end of its line.
 * @param isOpen whether fields beyond the columns may come, from an earlier snapshot
 */
export function compileLine(
  { columns, schema_contract: contract }: SchemaPlan,
  isOpen: boolean,
): (record: JsonRecord) => string {
  // The serialiser is generated code, which this one name would lead astray.
  if (columns === undefined || columns.some((column) => column.name === '__proto__')) return serialise;
  let stringify: ((record: JsonRecord) => string) | undefined;
  return (record) => {
    stringify ??= compiled(columns, isOpen || contract.columns === 'evolve');
    try {
      return stringify(record);
    } catch (error) {
      // A BigInt inside a json column or an undeclared field; the normalizer has laid out the same fields in order.
      if (error instanceof TypeError) return exactStringify(record);
      throw tooDeep(error);
    }
  };
}

// Loaded for the first record that needs it: pages that are written as one list never do, and it takes a while.
function compiled(columns: readonly Column[], isOpen: boolean): (record: JsonRecord) => string {
  const fastJson: typeof FastJson = require('fast-json-stringify');
  return fastJson({
    type: 'object',
    properties: Object.fromEntries(columns.map((column) => [column.name, jsonSchemaOf(column)])),
    additionalProperties: isOpen,
  });
}

function serialise(record: JsonRecord): string {
  try {
    return toJsonText(record);
  } catch (error) {
    throw tooDeep(error);
  }
}

function tooDeep(error: unknown): unknown {
  if (!(error instanceof RangeError)) return error;
  return new ContractError(`a record cannot be written as JSON: ${error.message}`, { cause: error });
}

// Nullable throughout: without it the serialiser writes "", 0 or false for null.
function jsonSchemaOf(column: Column): object {
  return { ...columnType(column.data_type).json, nullable: true };
}
