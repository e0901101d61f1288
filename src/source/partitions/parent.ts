// parent: one slice for each value of a parent's records, or for so many of them.
import { PARENT_ROUTER, parentRouterOptions, sentName } from '../../config/parent-router.ts';
import { SourceError } from '../../core/errors.ts';
import { ExactNumber } from '../../core/exact-number.ts';
import { show } from '../../core/text.ts';
import { declarePartitionRouter, type PartitionValue, type Slice } from './contract.ts';

export const parent = declarePartitionRouter({
  type: PARENT_ROUTER,
  summary:
    'Reads the resource once for each value that a field of another resource’s records has, or once for so many of them; the parent is read once, whoever else reads for it.',
  options: parentRouterOptions,
  example: {
    type: 'parent',
    resource: 'users',
    field: 'id',
    group_size: 100,
    request_option: { inject_into: 'query', field_name: 'ids' },
  },
  async *create({ resource, field, group_size: size, separator, request_option: option }, parents) {
    const name = sentName(field, option?.field_name);
    const valueIn = (slice: Slice): PartitionValue => {
      const value = slice.values?.[`resources.${resource}.${field}`];
      const isOne = ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
      if (isOne || value instanceof ExactNumber) return value as PartitionValue;
      throw new SourceError(`its parent ${resource}: "${field}" holds ${show(value)}, which cannot be sent`, {
        hint: 'name a field of texts, numbers or flags',
      });
    };
    const send = (slice: Slice, value: unknown, text: string): Slice => ({
      ...slice,
      params: option?.inject_into === 'query' ? { [name]: size > 1 ? text : (value as PartitionValue) } : {},
      headers: option?.inject_into === 'header' ? { [name]: text } : {},
      body: option?.inject_into === 'body' ? { [name]: value } : {},
      pathValues: option?.inject_into === 'path' ? { [name]: text } : {},
    });
    if (size === 1) {
      for await (const slice of parents) yield send(slice, valueIn(slice), String(valueIn(slice)));
      return;
    }
    const groupOf = (slices: readonly Slice[]): Slice => {
      const values = slices.map(valueIn);
      const texts = values.map(String);
      const key = `${resource}.${field}=${texts.join(',')}`;
      const group = { key, params: {}, headers: {}, body: {}, pathValues: {}, recordFields: {} };
      return send(group, values, texts.join(separator));
    };
    let waiting: Slice[] = [];
    for await (const slice of parents) {
      waiting.push(slice);
      if (waiting.length < size) continue;
      yield groupOf(waiting);
      waiting = [];
    }
    if (waiting.length > 0) yield groupOf(waiting);
  },
});
