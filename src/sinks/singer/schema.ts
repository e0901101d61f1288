// The JSON Schema of a stream: declared columns by their types, other fields by what has come of them.
import { columnType } from '../../columns/index.ts';
import { type ColumnShape, isNested } from '../../columns/nested/shape.ts';
import type { SchemaPlan } from '../../config/pipeline.ts';
import type { JsonRecord } from '../../core/batch.ts';
import { ExactNumber } from '../../core/exact-number.ts';

/** A JSON Schema as SCHEMA messages carry it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface StreamSchema {
  /**
   * Takes the fields of records in.
   * @returns whether the schema has changed
   */
  learn(records: readonly JsonRecord[]): boolean;
  /** As it is now. */
  current(): JsonSchema;
}

const ANY = ['object', 'array', 'string', 'number', 'boolean'];

/**
 * @param resource with `primary_key`, whose fields are never null
 * @param isLeftOut whether a field was not asked for
 */
export function streamSchema(
  { columns, primary_key: keys }: Pick<SchemaPlan, 'columns'> & { readonly primary_key: readonly string[] },
  isLeftOut: (field: string) => boolean,
): StreamSchema {
  const asked = (columns ?? []).filter(({ name }) => !isLeftOut(name));
  const declared = new Map(
    asked.filter((column) => !isOpen(column)).map((column) => [column.name, schemaOf(column)]),
  );
  // A column that may hold anything is told as what it holds: a database makes one type of the column.
  const learnt = new Map(
    asked.flatMap((column): [string, Set<string>][] => (isOpen(column) ? [[column.name, new Set()]] : [])),
  );

  const learnValue = (field: string, value: unknown): boolean => {
    if (declared.has(field) || isLeftOut(field)) return false;
    const type = typeOf(value);
    const types = learnt.get(field);
    if (types === undefined) {
      learnt.set(field, new Set(type === undefined ? [] : [type]));
      return true;
    }
    if (type === undefined || types.has(type)) return false;
    types.add(type);
    return true;
  };

  return {
    learn(records) {
      let isChanged = false;
      for (const record of records) {
        for (const field of Object.keys(record)) {
          if (learnValue(field, record[field])) isChanged = true;
        }
      }
      return isChanged;
    },
    current() {
      const names = new Set([...asked.map(({ name }) => name), ...keys, ...learnt.keys()]);
      const properties = [...names].map((name): [string, JsonSchema] => {
        const schema = declared.get(name) ?? { type: typesOf(learnt.get(name)) };
        return [name, keys.includes(name) ? neverNull(schema) : schema];
      });
      return { type: 'object', properties: Object.fromEntries(properties) };
    },
  };
}

function isOpen(shape: ColumnShape): boolean {
  return shape.data_type === 'json' && !isNested(shape);
}

function schemaOf(shape: ColumnShape): JsonSchema {
  const { fields, items } = shape;
  if (fields !== undefined) {
    const properties = Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)]));
    return { type: ['null', 'object'], properties };
  }
  if (items !== undefined) return { type: ['null', 'array'], items: schemaOf(items) };
  const { json, jsonFormat } = columnType(shape.data_type);
  const { type = ANY } = json as { readonly type?: string };
  return { ...json, type: ['null', ...[type].flat()], ...jsonFormat?.({ ...shape }) };
}

/** Of a field that has held nothing but null, anything may come. */
function typesOf(seen: ReadonlySet<string> = new Set()): readonly string[] {
  if (seen.size === 0) return ['null', ...ANY];
  const isNumber = seen.has('number');
  return ['null', ...[...seen].filter((type) => !(isNumber && type === 'integer'))];
}

function neverNull(schema: JsonSchema): JsonSchema {
  const types = [schema.type ?? ANY].flat().filter((type) => type !== 'null');
  return { ...schema, type: types };
}

function typeOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return typeof value;
    case 'bigint':
      return 'integer';
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    case 'object':
      if (value === null) return undefined;
      if (value instanceof ExactNumber) return 'number';
      return Array.isArray(value) ? 'array' : 'object';
    default:
      return undefined;
  }
}
