// NDJSON: one JSON object a line, compiled from the declared columns where there are any.
import { createInterface } from 'node:readline';
import fastJson from 'fast-json-stringify';
import type { Column, DataType } from '../config/columns.ts';
import type { SchemaPlan } from '../config/plan.ts';
import type { JsonRecord } from '../core/batch.ts';
import { ContractError } from '../core/errors.ts';
import { exactStringify, toJsonText } from '../core/json.ts';
import { parseJson } from '../core/parse-json.ts';
import { openCompressed } from './compression.ts';
import type { Format } from './contract.ts';
import { declaredColumns, typedColumns } from './table/columns.ts';

export const ndjson: Format = {
  name: 'ndjson',
  extension: 'ndjson',
  summary: 'one JSON object a line (newline-delimited JSON)',
  isCompressible: true,
  refuse: () => undefined,
  async open(resource, { earlier }) {
    const line = compileLine(resource, earlier.length > 0);
    return {
      columns: () =>
        resource.columns === undefined ? undefined : typedColumns(declaredColumns(resource, earlier)),
      next: () => ({
        encode: (records) => (records.length === 0 ? [] : [Buffer.from(joinLines(records, line))]),
        end: () => [],
      }),
    };
  },
  async *read(file, _columns, compression) {
    const input = openCompressed(file, compression);
    const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
    let batch: JsonRecord[] = [];
    for await (const text of lines) {
      if (text === '') continue;
      batch.push(parseJson(text) as JsonRecord);
      if (batch.length < READ_BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  },
};

const READ_BATCH = 500;

/**
 * The text of a page's lines at once.
 * @param tag written into each record as its first field `_resource`
 */
export function createLineEncoder(
  resource: SchemaPlan,
  tag: boolean,
): (records: readonly JsonRecord[]) => string {
  const line = compileLine(resource, false);
  if (!tag) return (records) => joinLines(records, line);
  const start = `{"_resource":${JSON.stringify(resource.name)}`;
  return (records) =>
    joinLines(records, (record) => {
      if (Object.hasOwn(record, '_resource')) {
        throw new ContractError(
          'a field "_resource" is in the way of the one that tells resources apart on stdout',
          {
            hint: 'export this resource alone, or with -o',
          },
        );
      }
      const text = line(record);
      return text === '{}' ? `${start}}` : `${start},${text.slice(1)}`;
    });
}

function joinLines(records: readonly JsonRecord[], line: (record: JsonRecord) => string): string {
  let text = '';
  for (const record of records) text += `${line(record)}\n`;
  return text;
}

/** @param isOpen whether fields beyond the columns may come, from an earlier snapshot */
function compileLine({ columns, contract }: SchemaPlan, isOpen: boolean): (record: JsonRecord) => string {
  // The serialiser is generated code, which this one name would lead astray.
  if (columns === undefined || columns.some((column) => column.name === '__proto__')) return serialise;
  const stringify = fastJson({
    type: 'object',
    properties: Object.fromEntries(columns.map((column) => [column.name, jsonSchemaOf(column)])),
    additionalProperties: isOpen || contract.columns === 'evolve',
  });
  return (record) => {
    try {
      return stringify(record);
    } catch (error) {
      // A BigInt inside a json column or an undeclared field; the normalizer has laid out the same fields in order.
      if (error instanceof TypeError) return exactStringify(record);
      throw tooDeep(error);
    }
  };
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

const JSON_TYPES: Readonly<Record<DataType, object>> = {
  text: { type: 'string' },
  double: { type: 'number' },
  bool: { type: 'boolean' },
  bigint: { type: 'integer' },
  timestamp: { type: 'string' },
  date: { type: 'string' },
  time: { type: 'string' },
  // Text, because a JSON number would lose digits in almost every reader.
  decimal: { type: 'string' },
  binary: { type: 'string' },
  json: {},
};

// Nullable throughout: without it the serialiser writes "", 0 or false for null.
function jsonSchemaOf(column: Column): object {
  return { ...JSON_TYPES[column.data_type], nullable: true };
}
