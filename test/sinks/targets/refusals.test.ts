import { expect, test } from 'vitest';
import { csv } from '../../../src/sinks/formats/csv/index.ts';
import { formats } from '../../../src/sinks/formats/index.ts';
import { checkRefusals, refuseOntoFile } from '../../../src/sinks/targets/refusals.ts';
import { columnOf, resourcePlan } from '../../helpers/plans.ts';

const files = {
  format: csv,
  formatOptions: csv.options.parse({}),
  formats,
  compression: undefined,
  limits: { records: undefined, bytes: undefined },
  rejects: undefined,
};
const resources = [
  ['a', 'id'],
  ['b', '_extra'],
  ['c', '_extra'],
].map(([name = '', column = '']) => resourcePlan({ name, columns: [columnOf(column, 'text')] }));

test('what a format cannot write is told of all resources at once', () => {
  expect(() => checkRefusals(resources, files)).toThrow(
    expect.objectContaining({
      exitCode: 2,
      problems: ['b', 'c'].map((path) => ({ path, message: expect.stringContaining('_extra') })),
    }),
  );
  expect(() => checkRefusals(resources.slice(0, 1), files)).not.toThrow();
});

test.each(['append', 'merge'] as const)('%s onto a single file is refused, replace is not', (disposition) => {
  const onto = (write_disposition: 'append' | 'merge' | 'replace') => () =>
    refuseOntoFile(resourcePlan({ name: 'a', write_disposition }), 'x.csv');
  expect(onto(disposition)).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: expect.stringContaining(`${disposition} onto a single file`),
    }),
  );
  expect(onto('replace')).not.toThrow();
});
