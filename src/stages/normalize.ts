// normalize: brings each record to the declared schema, or puts it aside with the reason.
import { compileCoerce, INVALID } from '../columns/index.ts';
import { snakeCase } from '../columns/naming.ts';
import type { Column, Contract } from '../config/columns.ts';
import type { JsonRecord, Reject } from '../core/batch.ts';
import { ContractError } from '../core/errors.ts';
import { compilePath, setOwn } from '../core/path.ts';
import { show } from '../core/text.ts';
import { compileUsual } from './record-code.ts';
import type { Stage } from './stage.ts';
import { findUndeclared } from './undeclared.ts';

export interface NormalizeOptions {
  /** In output order; undefined passes records through, renamed at most. */
  readonly columns?: readonly Column[] | undefined;
  readonly schema_contract: Contract;
  readonly naming: 'keep' | 'snake_case';
}

type NormalizeCounts = Record<'discardedValues' | 'discardedFields', number>;

export const normalize = {
  name: 'normalize',
  counts: {
    discardedValues: { words: 'value(s) set to null by schema_contract' },
    discardedFields: { words: 'undeclared field(s) discarded' },
  },
  /** Its push throws a ContractError where the contract says `freeze`, or where two names become one. */
  create(options: NormalizeOptions, { counts }) {
    const one = compileRecord(options, counts);
    if (one === undefined) return undefined;
    return {
      push(batch) {
        const records: JsonRecord[] = [];
        let rejects: Reject[] | undefined;
        for (const record of batch.records) {
          const result = one(record);
          if (result instanceof Rejection) {
            rejects ??= [...batch.rejects];
            rejects.push({ reason: result.reason, column: result.column, record });
          } else {
            records.push(result);
          }
        }
        return { ...batch, records, rejects: rejects ?? batch.rejects };
      },
    };
  },
} satisfies Stage<keyof NormalizeCounts>;

class Rejection {
  readonly reason: string;
  readonly column: string | undefined;

  constructor(reason: string, column: string | undefined) {
    this.reason = reason;
    this.column = column;
  }
}

type NormalizeRecord = (record: JsonRecord) => JsonRecord | Rejection;

function compileRecord(options: NormalizeOptions, counts: NormalizeCounts): NormalizeRecord | undefined {
  const rename = options.naming === 'snake_case' ? remembered(snakeCase) : undefined;
  if (options.columns === undefined)
    return rename === undefined ? undefined : (record) => renamed(record, rename);
  return compileColumns(options.columns, options.schema_contract, rename, counts);
}

function compileColumns(
  columns: readonly Column[],
  contract: Contract,
  rename: ((name: string) => string) | undefined,
  counts: NormalizeCounts,
): NormalizeRecord {
  const compiled = columns.map((column) => ({
    column,
    get: compilePath(column.from),
    coerce: compileCoerce(column),
  }));
  const names = new Set(columns.map((column) => column.name));
  const undeclaredOf = findUndeclared(columns.map((column) => column.from));

  const addUndeclared = (record: JsonRecord, result: JsonRecord): JsonRecord | Rejection => {
    const undeclared = undeclaredOf(record);
    if (undeclared === undefined) return result;
    for (const [field, value] of undeclared) {
      if (contract.columns === 'freeze') throw frozen(`undeclared field "${field}"`);
      if (contract.columns === 'discard_row') return new Rejection(`undeclared field "${field}"`, field);
      if (contract.columns === 'discard_value') {
        counts.discardedFields += 1;
        continue;
      }
      const name = rename?.(field) ?? field;
      if (names.has(name) || Object.hasOwn(result, name)) throw collision(field, name);
      setOwn(result, name, value);
    }
    return result;
  };

  const unusual = (record: JsonRecord): JsonRecord | Rejection => {
    const result: JsonRecord = {};
    for (const { column, get, coerce } of compiled) {
      const raw = get(record);
      let value = raw === undefined || raw === null ? null : coerce(raw);
      if (value === INVALID || (value === null && !column.nullable)) {
        const reason =
          value === INVALID ? `${show(raw)} cannot be ${column.data_type}` : 'no value, but not nullable';
        if (contract.data_type === 'freeze') throw frozen(`column "${column.name}": ${reason}`);
        if (contract.data_type === 'discard_row') return new Rejection(reason, column.name);
        counts.discardedValues += 1;
        value = null;
      }
      setOwn(result, column.name, value);
    }
    return addUndeclared(record, result);
  };

  const usual = compileUsual(compiled, addUndeclared);
  return (record) => usual(record) ?? unusual(record);
}

function renamed(record: JsonRecord, rename: (name: string) => string): JsonRecord {
  const result: JsonRecord = {};
  for (const key of Object.keys(record)) {
    const name = rename(key);
    if (Object.hasOwn(result, name)) throw collision(key, name);
    setOwn(result, name, record[key]);
  }
  return result;
}

function frozen(what: string): ContractError {
  return new ContractError(`${what}, and schema_contract says freeze`, {
    hint: 'change the columns to what the API sends, or choose discard_row or discard_value',
  });
}

function collision(field: string, name: string): ContractError {
  return new ContractError(`field "${field}" collides with another that is named "${name}" too`, {
    hint: 'declare a column with another name for it, `from` the field',
  });
}

// APIs use a bounded set of names, but hostile ones need not.
const MOST_REMEMBERED = 10_000;

function remembered(rename: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const hit = known.get(name);
    if (hit !== undefined) return hit;
    const fresh = rename(name);
    if (known.size < MOST_REMEMBERED) known.set(name, fresh);
    return fresh;
  };
}
