// unnest: one record for each element of a list.
import { z } from 'zod';
import { equal } from '../../config/expression/operators.ts';
import { bodyPath } from '../../config/fields.ts';
import { compileSelector } from '../../config/selector.ts';
import { field } from '../../config/step.ts';
import type { JsonRecord } from '../../core/batch.ts';
import { parsePath } from '../../core/path.ts';
import { isRecord } from '../../core/record.ts';
import { show } from '../../core/text.ts';
import { declareStep } from './contract.ts';
import { compileField, firstName, putAt, valueAt } from './fields.ts';

/** dlt's name for an element without fields. */
const VALUE = 'value';

export const unnest = declareStep({
  type: 'unnest',
  summary:
    'Makes one record of each element of a list. An element that is no object becomes the field `value`; an object in place of the list is one element. A list that is empty or null gives no record, which is counted.',
  options: z.object({
    unnest: bodyPath().describe('where the list is: `lines`, `order.lines`, `groups[*].members`'),
    keep: z
      .array(field())
      .default([])
      .describe(
        'fields of the record that each element gets behind its own; one whose name the element has with another value is a fault: rename it before',
      ),
    on_missing: z
      .enum(['fail', 'skip'])
      .default('fail')
      .describe('a record without the list, not even null: fails the resource, or gives no record, counted'),
  }),
  example: { unnest: 'lines', keep: ['order_id', 'customer.name'] },
  names: () => [],
  create({ unnest: path, keep, on_missing: onMissing }) {
    const select = compileSelector(path);
    const keptFields = keep.map((one) => ({ path: one, namesIn: compileField(one) }));
    // A JSONPath may begin with anything.
    const first = parsePath(path) === undefined ? [] : [firstName(path)];
    return {
      fields: [...(onMissing === 'skip' ? [] : first), ...keep.map(firstName)],
      many(record) {
        const elements = select(record);
        if (elements === undefined && onMissing === 'fail')
          throw new TypeError(`it has no "${path}"; where a record may lack the list write on_missing: skip`);
        const given = keptFields.flatMap(({ path: name, namesIn }) => {
          const names = namesIn(record);
          const value = valueAt(record, names);
          return value === undefined ? [] : [{ name, names, value }];
        });
        return recordsOf(elements ?? [], given);
      },
    };
  },
});

interface Given {
  readonly name: string;
  readonly names: readonly string[];
  readonly value: unknown;
}

function* recordsOf(
  elements: readonly unknown[],
  given: readonly Given[],
): Generator<JsonRecord, void, undefined> {
  for (const element of elements) {
    const record: JsonRecord = isRecord(element) ? { ...element } : { [VALUE]: element };
    for (const { name, names, value } of given) {
      const present = valueAt(record, names);
      if (present !== undefined && !equal(present, value)) {
        throw new TypeError(
          `an element of the list has a "${name}" of its own, ${show(present)}, where ${show(value)} of the record is kept; rename one of them`,
        );
      }
      putAt(record, names, value);
    }
    yield record;
  }
}
