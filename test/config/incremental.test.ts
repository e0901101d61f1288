// endpoint.incremental: what it takes, and every way in which it does not fit its resource.
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/core/errors.ts';
import { planOf } from '../../src/language/load-plan.ts';

const base = { cursor_path: 'at' };

function planWith(incremental: object, more: object = {}, endpoint: object = {}) {
  const resource = {
    name: 'r',
    write_disposition: 'append',
    ...more,
    endpoint: { incremental, ...endpoint },
  };
  return planOf({ client: { base_url: 'http://localhost' }, resources: [resource] }, { environment: {} });
}

function problemsOf(...given: Parameters<typeof planWith>): readonly string[] {
  try {
    planWith(...given);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ path, message }) => `${path.replace('resources[0].', '')}: ${message}`);
  }
}

test('defaults are dlt’s', () => {
  expect(planWith(base).resources[0]?.endpoint.incremental).toEqual({
    cursor_path: 'at',
    range_start: 'closed',
    range_end: 'open',
    on_cursor_value_missing: 'raise',
    last_value_func: 'max',
  });
});

test('functions in TypeScript, long numbers, every format', () => {
  expect(problemsOf({ ...base, convert: String, last_value_func: Math.max })).toEqual([]);
  expect(problemsOf({ ...base, initial_value: 2n ** 70n })).toEqual([]);
  for (const format of ['iso', 'date', 'epoch_s', 'epoch_ms', 'DD.MM.YYYY HH:mm'])
    expect(problemsOf({ ...base, format, initial_value: '2024-05-06' })).toEqual([]);
});

const columns = { at: { data_type: 'timestamp' } };
const window = { ...base, step: 'P1D', start_param: 'a', end_param: 'b', initial_value: '2024-01-01' };

describe('what does not fit', () => {
  test.each<[string, Parameters<typeof planWith>, RegExp]>([
    ['no cursor_path', [{}], /incremental\.cursor_path/],
    ['a mistyped key', [{ ...base, row_ordr: 'asc' }], /unknown key \(did you mean/],
    ['replace', [base, { write_disposition: 'replace' }], /^write_disposition: .*merge .*or append/],
    ['merge without key', [base, { write_disposition: 'merge' }], /merge needs a primary_key/],
    ['lag, append, no key', [{ ...base, lag: 5 }], /incremental\.lag: .*primary_key/],
    ['a negative lag', [{ ...base, lag: -1 }], /incremental\.lag/],
    [
      'lag beside end_value',
      [{ ...base, lag: 1, end_value: 9 }, { primary_key: 'id' }],
      /\.lag: .*end_value/,
    ],
    [
      'an initial_value of another type',
      [{ ...base, initial_value: 'yesterday' }, { columns }],
      /initial_value: "yesterday" is no timestamp/,
    ],
    ['a flag as a cursor', [base, { columns: { at: { data_type: 'bool' } } }], /cursor_path: .*no order/],
    ['a format for numbers', [{ ...base, format: 'iso', initial_value: 17 }], /17 is no moment/],
    ['no format', [{ ...base, format: 'YYYY-MM-DD QQ' }], /format: .*stands for nothing/],
    ['a mistyped format', [{ ...base, format: 'epoc_s' }], /did you mean "epoch_s"/],
    ['an end before the start', [{ ...base, initial_value: 9, end_value: 2 }], /end_value: 2 comes before/],
    ['kinds that differ', [{ ...base, initial_value: 9, end_value: '2024-01-01' }], /not of one kind/],
    ['now for a number', [{ ...base, initial_value: 9, end_param: 'to' }], /end_param: .*epoch_s/],
    ['start_param in params', [{ ...base, start_param: 'a' }, {}, { params: { a: 1 } }], /"a" is in params/],
    ['one parameter for both', [{ ...base, start_param: 'a', end_param: 'a' }], /is start_param, too/],
    ['format and convert', [{ ...base, format: 'iso', convert: String }], /convert: is given beside format/],
    ['convert as a text', [{ ...base, convert: 'x' }], /convert: expected a function/],
    ['no duration', [{ ...window, step: '30 days' }], /step: "30 days" is no duration/],
    ['a step of nothing', [{ ...window, step: 'P0D' }], /step: .*no duration/],
    ['a step from nowhere', [{ ...window, initial_value: undefined }], /step: needs an initial_value/],
    ['a step over numbers', [{ ...window, initial_value: 3, end_param: 'b' }], /step: cuts time/],
    ['a step that is not asked for', [{ ...window, end_param: undefined }], /step: needs start_param and/],
    ['a step newest first', [{ ...window, row_order: 'desc' }], /row_order: desc/],
    ['a step backwards', [{ ...window, last_value_func: 'min' }], /step: cuts the time forwards/],
    [
      'a function with an order',
      [{ ...base, last_value_func: Math.max, row_order: 'asc' }],
      /row_order: needs/,
    ],
  ])('%s', (_, given, expected) => {
    expect(problemsOf(...given).join('\n')).toMatch(expected);
  });
});

test('replace is fine for a slice with an end', () => {
  expect(problemsOf({ ...base, initial_value: 1, end_value: 2 }, { write_disposition: 'replace' })).toEqual(
    [],
  );
});
