// normalize: brings each record to the declared schema, or puts it aside with the reason.
import { snakeCase } from '../columns/naming.ts';
import { spreading } from '../columns/spread.ts';
import type { Column, Contract } from '../config/columns.ts';
import type { JsonRecord, Reject } from '../core/batch.ts';
import { absentColumns } from './absent-columns.ts';
import { compileColumns, type Normalizer, Rejection, sourced } from './normalize/columns.ts';
import { placing, remembered, renamed } from './normalize/names.ts';
import { Sources } from './normalize/sources.ts';
import type { Stage, StageContext } from './stage.ts';

export interface NormalizeOptions {
  /** Of the resource, for what is said about it. */
  readonly name?: string;
  /** In output order; undefined passes records through, renamed at most. */
  readonly columns?: readonly Column[] | undefined;
  readonly schema_contract: Contract;
  readonly naming: 'keep' | 'snake_case';
  /** So many levels of objects become fields of their record; default: none. */
  readonly max_table_nesting?: number;
}

type NormalizeCounts = Record<'discardedValues' | 'discardedFields', number>;
type Context = StageContext<keyof NormalizeCounts>;

export const normalize = {
  name: 'normalize',
  counts: {
    discardedValues: { words: 'value(s) set to null by schema_contract' },
    discardedFields: { words: 'undeclared field(s) discarded' },
  },
  /** Its push throws a ContractError where the contract says `freeze`, or where two names become one. */
  create(options: NormalizeOptions, context) {
    const warn = (message: string) => context.emit({ kind: 'warning', resource: options.name, message });
    const one = normalizerOf(options, context, warn);
    if (one === undefined) return undefined;
    const absent = absentColumns(options.columns ?? [], (record, column) => one.has(record, column));
    return {
      push(batch) {
        const records: JsonRecord[] = [];
        let rejects: Reject[] | undefined;
        for (const record of batch.records) {
          const result = one.normalize(record);
          if (result instanceof Rejection) {
            rejects ??= [...batch.rejects];
            rejects.push({ reason: result.reason, column: result.column, record });
          } else {
            records.push(result);
          }
        }
        absent.look(batch.records);
        return { ...batch, records, rejects: rejects ?? batch.rejects };
      },
      end() {
        for (const message of absent.warnings()) warn(message);
      },
    };
  },
} satisfies Stage<keyof NormalizeCounts>;

function normalizerOf(
  options: NormalizeOptions,
  { counts }: Context,
  warn: (message: string) => void,
): Normalizer | undefined {
  const { columns, max_table_nesting: depth = 0 } = options;
  const isAsItCame = options.naming === 'keep' && depth === 0;
  const rename = options.naming === 'keep' ? (name: string) => name : remembered(snakeCase);
  const byName = options.naming === 'keep' ? undefined : rename;
  const spread = spreading(depth, rename);
  if (columns === undefined) {
    if (isAsItCame) return undefined;
    return { normalize: (record) => renamed(record, spread), has: () => true };
  }
  const place = placing(columns, spread, warn);
  const asDeclared = columns.map((column) => sourced(column, [column.from], byName));
  let one = compileColumns(asDeclared, options.schema_contract, counts, place, byName);
  const sources = isAsItCame ? undefined : new Sources(columns, rename);
  return {
    normalize(record) {
      if (sources?.learn(record)) {
        const found = columns.map((column) => sourced(column, sources.of(column), byName));
        one = compileColumns(found, options.schema_contract, counts, place, byName);
      }
      return one.normalize(record);
    },
    has: (record, column) => one.has(record, column),
  };
}
