import { expect, test } from 'vitest';
import type { Format } from '../../../src/sinks/formats/contract.ts';
import { createFormats, formats } from '../../../src/sinks/formats/index.ts';

const [ndjson] = formats;
const own = (name: string, extension: string): Format => ({ ...(ndjson as Format), name, extension });

test('one’s own come behind the built-in ones', () => {
  const psv = own('psv', 'psv');
  expect(createFormats([psv])).toEqual([...formats, psv]);
  expect(createFormats()).toEqual(formats);
});

test.each<[string, Format[]]>([
  ['the name of a built-in one', [own('csv', 'x')]],
  ['the ending of a built-in one', [own('mine', 'parquet')]],
  ['the ending of a compression', [own('mine', 'gz')]],
  ['the name of another of one’s own', [own('mine', 'a'), own('mine', 'b')]],
  ['the ending of another of one’s own', [own('mine', 'a'), own('yours', 'a')]],
])('%s is taken', (_, given) => {
  expect(() => createFormats(given)).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: expect.stringMatching(/taken already/),
      hint: expect.stringContaining('ndjson, csv, parquet'),
    }),
  );
});
