// vanished: what becomes of earlier records whose key a complete read did not find. It stands behind dedupe, which has
// taken out those that came again.
import { VANISHED_AT } from '../config/merge-rules.ts';
import type { JsonRecord } from '../core/batch.ts';
import { ContractError } from '../core/errors.ts';
import { own } from '../core/path.ts';
import type { Stage } from './stage.ts';

export interface VanishedOptions {
  readonly vanished: 'keep' | 'drop' | 'mark';
}

export const vanished = {
  name: 'vanished',
  counts: { vanished: { words: 'earlier record(s) that did not come again' } },
  /** Its push throws a ContractError where the API has a field of the mark's name. */
  create({ vanished: mode }: VanishedOptions, { counts }) {
    if (mode === 'keep') return undefined;
    return {
      push(batch) {
        if (mode !== 'mark' || !batch.records.some((record) => Object.hasOwn(record, VANISHED_AT)))
          return batch;
        throw new ContractError(
          `a field "${VANISHED_AT}" is in the way of the one that vanished: mark writes`,
          {
            hint: 'take it under another name by a column, or set vanished: drop or keep',
          },
        );
      },
      pushEarlier(batch, { isWhole, startedAt }) {
        if (!isWhole) return batch;
        if (mode === 'drop') {
          counts.vanished += batch.records.length;
          return { ...batch, records: [] };
        }
        const records = batch.records.map((record): JsonRecord => {
          const mark = own(record, VANISHED_AT);
          if (mark !== undefined && mark !== null) return record;
          counts.vanished += 1;
          return { ...record, [VANISHED_AT]: startedAt.toISOString() };
        });
        return { ...batch, records };
      },
    };
  },
} satisfies Stage<'vanished'>;
