// One value through a column type, as the normalizer would bring it.
import { compileCoerce, type DataType, INVALID } from '../../src/columns/index.ts';

/** The value in the column's spelling, or `reject`. */
export function brought(data_type: DataType, value: unknown, keys: object = {}): unknown {
  const result = compileCoerce({ data_type, ...keys })(value);
  return result === INVALID ? 'reject' : result;
}
