// What is asked of files, held against the format that makes them.
import { describe, expect, test } from 'vitest';
import type { Format } from '../../../src/sinks/formats/contract.ts';
import { csv } from '../../../src/sinks/formats/csv/index.ts';
import { formats } from '../../../src/sinks/formats/index.ts';
import { ndjson } from '../../../src/sinks/formats/ndjson.ts';
import { parquet } from '../../../src/sinks/formats/parquet/index.ts';
import { chosenOptions, type FileRequest, fileOptions } from '../../../src/sinks/targets/file-options.ts';

const asked = (format: Format, more: Partial<FileRequest> = {}) =>
  fileOptions({
    format,
    formats,
    settings: {},
    own: {},
    nameOf: (option) => `--${format.name}-${option}`,
    file: undefined,
    place: '-o out',
    ...more,
  });

test('a directory: the defaults of the format, and what was asked for', () => {
  const settings = { compress: 'zstd', maxFileRecords: 5, maxFileBytes: 6, rejects: 'bad' } as const;
  expect(asked(csv, { settings, own: { delimiter: ';' } })).toEqual({
    format: csv,
    formats,
    formatOptions: { delimiter: ';', quote: 'needed', bom: false, safe: false },
    compression: 'zstd',
    limits: { records: 5, bytes: 6 },
    rejects: 'bad',
  });
});

test('a single file is compressed as its name says', () => {
  expect(asked(csv, { file: { compression: 'gzip' } }).compression).toBe('gzip');
  const same = { file: { compression: 'gzip' }, settings: { compress: 'gzip' } } as const;
  expect(asked(csv, same).compression).toBe('gzip');
});

describe('refused', () => {
  test.each<[string, Format, Partial<FileRequest>, RegExp, RegExp | undefined]>([
    [
      'another compression than the name',
      csv,
      { file: { compression: 'gzip' }, settings: { compress: 'zstd' } },
      /--compress zstd and -o out contradict/,
      /\*\.zst/,
    ],
    [
      'a compression that the name does not say',
      csv,
      { file: { compression: undefined }, settings: { compress: 'gzip' } },
      /contradict/,
      /\*\.gz/,
    ],
    [
      'parts of a single file, by records',
      ndjson,
      { file: { compression: undefined }, settings: { maxFileRecords: 1 } },
      /a limit for each file and -o out/,
      /-o DIR/,
    ],
    [
      'parts of a single file, by bytes',
      ndjson,
      { file: { compression: undefined }, settings: { maxFileBytes: 1 } },
      /a limit for each file and -o out/,
      /-o DIR/,
    ],
    [
      'compression around Parquet',
      parquet,
      { settings: { compress: 'gzip' } },
      /parquet files are compressed inside; gzip/,
      undefined,
    ],
    [
      'compression around Parquet by its name',
      parquet,
      { file: { compression: 'zstd' } },
      /compressed inside; zstd/,
      undefined,
    ],
    [
      'an option of another format',
      csv,
      { own: { writer: 'hyparquet' } },
      /csv has no option --csv-writer/,
      /--csv-delimiter, --csv-quote/,
    ],
    [
      'an option of a format without any',
      ndjson,
      { own: { bom: true } },
      /ndjson has no option --ndjson-bom/,
      /it has none/,
    ],
    [
      'a value that the option does not take',
      csv,
      { own: { delimiter: 'ab' } },
      /^--csv-delimiter: expected one character/,
      undefined,
    ],
  ])('%s', (_, format, more, message, hint) => {
    const said = hint === undefined ? {} : { hint: expect.stringMatching(hint) };
    expect(() => asked(format, more)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringMatching(message), ...said }),
    );
  });
});

test('a manifest keeps the options that are not the defaults', () => {
  expect(chosenOptions(csv, csv.options.parse({}))).toEqual({});
  expect(chosenOptions(csv, csv.options.parse({ delimiter: ',', bom: true }))).toEqual({ bom: true });
});
