// Formats in the library: one function each, and formats of one's own that are written, read back and merged.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { formats as builtIn, csv, declareFormat, extend, formatFactory, open, parquet } from 'penstock';
import { expect, expectTypeOf, test } from 'vitest';
import { json, serve } from '../helpers/serve.ts';
import { temporaryDirectory } from '../helpers/temporary.ts';

// Lines of JSON between brackets: nothing that the built-in formats could read.
const bracketed = declareFormat({
  ...csv.format,
  name: 'bracketed',
  extension: 'brk',
  summary: 'one record a line, in brackets',
  refuse: () => undefined,
  async open() {
    return {
      columns: () => undefined,
      next: () => ({
        encode: (records) => records.map((record) => Buffer.from(`[${JSON.stringify(record)}]\n`)),
        end: () => [],
      }),
    };
  },
  async *read(file) {
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    yield lines.map((line) => JSON.parse(line)[0]);
  },
});

async function thingsOf(...runs: { id: number; v: string }[][]) {
  let run = 0;
  const api = await serve((_, response) => json(response, { data: runs[run++] }));
  return {
    client: { base_url: api.url },
    resources: [
      {
        name: 'things',
        endpoint: { path: '/things', data_selector: 'data', paginator: { type: 'single_page' } },
        primary_key: 'id',
        write_disposition: 'merge',
      },
    ],
  } as const;
}

test.each(['of an extended library', 'without one'])(
  'a format of one’s own %s can be merged',
  async (how) => {
    const first = [
      { id: 1, v: 'a' },
      { id: 2, v: 'b' },
    ];
    const pipeline = await thingsOf(first, [{ id: 2, v: 'new' }], [{ id: 3, v: 'c' }], [{ id: 4, v: 'd' }]);
    const mine = extend({ formats: [bracketed] });
    const isExtended = how === 'of an extended library';
    const api = isExtended ? await mine.open(pipeline) : await open(pipeline);
    const to = isExtended ? mine.formats.bracketed : formatFactory(bracketed);
    const out = path.join(await temporaryDirectory(), 'out');
    for (const _ of [1, 2, 3]) await api.run({ to: to(`${out}/`) });
    expect(readFileSync(path.join(out, 'things/part-00000.brk'), 'utf8')).toBe(
      '[{"id":3,"v":"c"}]\n[{"id":2,"v":"new"}]\n[{"id":1,"v":"a"}]\n',
    );
    // Another format goes on from it.
    if (!isExtended) return;
    expect((await api.run({ to: csv(`${out}/`) })).resources).toMatchObject([{ records: 1, kept: 3 }]);
  },
);

test('an extended library has all its formats, typed', () => {
  const { formats } = extend({ formats: [bracketed] });
  expect(Object.keys(formats)).toEqual([...Object.keys(builtIn), 'bracketed']);
  expectTypeOf(formats.bracketed).parameter(0).toExtend<string | object | undefined>();
  // @ts-expect-error no such format
  expect(formats.other).toBeUndefined();
  expect(() => formats.bracketed('x.csv')).toThrow(/the name says csv/);
});

test.each([
  ['csv', 'x'],
  ['x', 'csv'],
  ['x', 'gz'],
])('a format %s of files *.%s is refused beside the built-in ones', (name, extension) => {
  const format = { ...bracketed, name, extension };
  expect(() => extend({ formats: [format] })).toThrow(/taken already/);
});

test('a factory says what it cannot be told', () => {
  expect(() => parquet('out/', { compresion: 'zstd' } as object)).toThrow(
    /parquet has no option "compresion" \(did you mean "compression"\?\)/,
  );
});
