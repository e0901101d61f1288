// Records to declared columns: a value each, then what no column declares.
import { compileCoerce, INVALID } from '../../columns/index.ts';
import {
  compileNested,
  type Fault,
  isNested,
  type Rename,
  type Repaired,
} from '../../columns/nested/index.ts';
import type { Column, Contract } from '../../config/columns.ts';
import type { JsonRecord } from '../../core/batch.ts';
import { ContractError } from '../../core/errors.ts';
import { compilePath, type Getter, setOwn } from '../../core/path.ts';
import { show } from '../../core/text.ts';
import { collision, type Place } from './names.ts';
import { type CompiledColumn, compileUsual, fieldOf } from './record-code.ts';
import { findUndeclared } from './undeclared.ts';

/** Why a record cannot be brought to its columns. */
export class Rejection {
  readonly reason: string;
  readonly column: string | undefined;

  constructor(reason: string, column: string | undefined) {
    this.reason = reason;
    this.column = column;
  }
}

export interface Normalizer {
  normalize(record: JsonRecord): JsonRecord | Rejection;
  /** Whether a record has a field for the column of that number. */
  has(record: JsonRecord, column: number): boolean;
}

/** A column with the fields that it may come from, of which a record has one at most. */
export interface SourcedColumn extends CompiledColumn {
  readonly gets: readonly Getter[];
  readonly paths: readonly string[];
  /** Says what is wrong inside of a nested value. */
  repair?(value: unknown): Repaired;
}

/** @param rename the naming, by which the fields inside of nested columns are found */
export function sourced(column: Column, paths: readonly string[], rename?: Rename): SourcedColumn {
  const gets = paths.map(compilePath);
  const [path = column.from] = paths;
  const [only = compilePath(path)] = gets;
  const get: Getter = (record) => gets.map((one) => one(record)).find((value) => value !== undefined);
  const isOne = gets.length <= 1;
  return {
    column,
    ...(isNested(column) ? compileNested(column, rename) : { coerce: compileCoerce(column) }),
    paths,
    gets,
    get: isOne ? only : get,
    field: isOne ? fieldOf(path) : undefined,
  };
}

export function compileColumns(
  columns: readonly SourcedColumn[],
  contract: Contract,
  counts: { discardedValues: number; discardedFields: number },
  place: Place,
  rename?: Rename,
): Normalizer {
  const claims = columns.flatMap(({ paths, column }) => paths.map((path) => ({ path, shape: column })));
  const undeclaredOf = findUndeclared(claims, rename);
  const several = columns.filter(({ gets }) => gets.length > 1);

  const addUndeclared = (record: JsonRecord, result: JsonRecord): JsonRecord | Rejection => {
    for (const { column, gets, paths } of several) {
      const fields = paths.filter((_, i) => gets[i]?.(record) !== undefined);
      if (fields.length > 1) throw collision(fields[1] ?? '', column.name);
    }
    for (const [field, value] of undeclaredOf(record) ?? []) {
      if (contract.columns === 'freeze') throw frozen(`undeclared field "${field}"`);
      if (contract.columns === 'discard_row') return new Rejection(`undeclared field "${field}"`, field);
      if (contract.columns === 'discard_value') counts.discardedFields += 1;
      else place(field, value, result);
    }
    return result;
  };

  const unusual = (record: JsonRecord): JsonRecord | Rejection => {
    const result: JsonRecord = {};
    for (const { column, get, coerce, repair } of columns) {
      const raw = get(record);
      let value = raw === undefined || raw === null ? null : coerce(raw);
      if (value === INVALID || (value === null && !column.nullable)) {
        const repaired = value === INVALID ? repair?.(raw) : undefined;
        const [fault] = repaired?.faults ?? [];
        const plain =
          value === INVALID ? `${show(raw)} cannot be ${column.data_type}` : 'no value, but not nullable';
        const reason = fault === undefined ? plain : faultText(column.name, fault);
        if (contract.data_type === 'freeze') throw frozen(`column "${column.name}": ${reason}`);
        if (contract.data_type === 'discard_row') return new Rejection(reason, column.name);
        counts.discardedValues += repaired?.faults.length ?? 1;
        value = repaired?.value ?? null;
      }
      setOwn(result, column.name, value);
    }
    return addUndeclared(record, result);
  };

  const usual = compileUsual(columns, addUndeclared);
  return {
    normalize: (record) => usual(record) ?? unusual(record),
    has: (record, column) => columns[column]?.get(record) !== undefined,
  };
}

function faultText(name: string, { path, reason }: Fault): string {
  return path === '' ? reason : `${name}${path}: ${reason}`;
}

function frozen(what: string): ContractError {
  return new ContractError(`${what}, and schema_contract says freeze`, {
    hint: 'change the columns to what the API sends, or choose discard_row or discard_value',
  });
}
