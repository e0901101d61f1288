// map and yield_map, and how their results are judged.
import { describe, expect, test } from 'vitest';
import { StepError } from '../../../src/core/errors.ts';
import { registerSecret } from '../../../src/core/mask.ts';
import { stepped } from '../../helpers/steps.ts';

type Loose = Record<string, unknown>;
const two = [
  { id: 1, name: 'a' },
  { id: 2, name: 'b' },
];

test('map: anew, in place, with what the page says', () => {
  const steps = [
    { map: ({ id }: Loose) => ({ key: id }) },
    { map: (record: Loose) => Object.assign(record, { more: true }) },
    {
      map: (record: Loose, { partition }: { partition: Loose }) => ({ ...record, module: partition.module }),
    },
  ];
  const { records } = stepped(steps, two, { context: { partition: { module: 'Tasks' } } });
  expect(records).toEqual([
    { key: 1, more: true, module: 'Tasks' },
    { key: 2, more: true, module: 'Tasks' },
  ]);
});

test('yield_map: a list, a generator, none', () => {
  const steps = [
    { yield_map: (record: Loose) => (record.id === 1 ? [] : [record, record]) },
    {
      *yield_map(record: Loose) {
        yield { ...record, n: 1 };
        yield { ...record, n: 2 };
      },
    },
  ];
  const { records, counts } = stepped(steps, two);
  expect(records.map(({ id, n }) => [id, n])).toEqual([
    [2, 1],
    [2, 2],
    [2, 1],
    [2, 2],
  ]);
  expect(counts).toEqual({ filtered: 0, emptied: 1, added: 3 });
});

describe('what is no record fails, by the record’s name', () => {
  test.each<[string, object, RegExp]>([
    ['nothing', { map: () => undefined }, /it gives nothing where a record is due/],
    ['null', { map: () => null }, /gives null/],
    ['a list', { map: () => [] }, /gives \[\]/],
    ['a promise', { map: async () => ({}) }, /a promise; a step cannot wait/],
    ['a date', { map: () => new Date() }, /gives a Date/],
    ['no list', { yield_map: () => ({}) }, /gives \{\} where a list of records, or a generator, is due/],
    ['a text', { yield_map: () => 'ab' }, /gives "ab" where a list/],
    ['a list of texts', { yield_map: () => ['a'] }, /gives "a" where a record is due/],
    ['an async generator', { yield_map: async function* () {} }, /gives an async generator/],
    [
      'an error in a generator',
      {
        *yield_map(record: Loose) {
          yield record;
          throw new Error('half-way');
        },
      },
      /half-way/,
    ],
  ])('%s', (_name, step, message) => {
    const key = Object.keys(step)[0];
    const attempt = () => stepped([step], two, { primary_key: ['id', 'name'] });
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(`processing_steps[0].${key} failed at the record with id 1, name "a": `);
  });

  test('of a later step it names that one', () => {
    const steps = [{ yield_map: (record: Loose) => [record] }, { map: () => 5 }];
    expect(() => stepped(steps, two)).toThrow(
      /^processing_steps\[1\]\.map failed at record 1 of the page: it gives 5/,
    );
  });

  test('the cause is kept, secrets are masked, exit code 4', () => {
    const forget = registerSecret('hunter22-hunter22');
    const cause = new RangeError('no hunter22-hunter22');
    try {
      stepped(
        [
          {
            map() {
              throw cause;
            },
          },
        ],
        two,
      );
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(StepError);
      expect(error).toMatchObject({
        code: 'step',
        exitCode: 4,
        cause: { name: 'RangeError', message: 'no ***' },
      });
      expect((error as Error).message).toMatch(/no \*\*\*$/);
    } finally {
      forget();
    }
  });

  test('by a column’s own field', () => {
    const more = { primary_key: 'key', columns: { key: { data_type: 'bigint', from: 'ids.main' } } };
    expect(() => stepped([{ map: () => 5 }], [{ ids: { main: 7 } }], more)).toThrow('with key 7: it gives 5');
  });
});
