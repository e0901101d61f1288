// What the columns of a table leave over of a record: for `_extra`, or for a refusal where there is none.
import type { JsonRecord } from '../../../core/batch.ts';
import { ContractError } from '../../../core/errors.ts';
import { setOwn } from '../../../core/path.ts';
import { show } from '../../../core/text.ts';

/**
 * @param names the columns but `_extra`
 * @param misfits columns among them that cannot hold their value
 * @returns undefined where nothing is left over
 */
export function restOf(
  record: JsonRecord,
  names: { has(name: string): boolean },
  misfits: readonly string[] | undefined,
): JsonRecord | undefined {
  let rest: JsonRecord | undefined;
  for (const key of Object.keys(record)) {
    if (names.has(key) && misfits?.includes(key) !== true) continue;
    rest ??= {};
    setOwn(rest, key, record[key]);
  }
  return rest;
}

/** @throws ContractError always: a value fits no column, and no `_extra` could keep it */
export function refuseRest(format: string, rest: JsonRecord): never {
  const [field, value] = Object.entries(rest)[0] ?? ['', undefined];
  throw new ContractError(`column "${field}": ${format} cannot hold ${show(value)}`, {
    hint: 'with schema_contract columns: evolve such values are kept in the column _extra',
  });
}
