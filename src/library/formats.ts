// `parquet('out/')` and `parquet({ columns })`: for each format a function, made from its declaration.
import type { Transform, Writable } from 'node:stream';
import type { InputOf } from '../config/component.ts';
import { UsageError } from '../core/errors.ts';
import type { Format } from '../sinks/formats/contract.ts';
import { formats as builtIn } from '../sinks/formats/index.ts';
import { ndjson } from '../sinks/formats/ndjson.ts';
import { type Destination, type DestinationOptions, filesAt, linesInto } from './destinations.ts';
import { type ColumnsInput, formatStream } from './streams.ts';

type OptionsOf<F extends Format> = InputOf<F['options']>;
// Lines alone can follow each other on a stream that others write to as well.
type PlaceOf<F extends Format> = F extends typeof ndjson ? string | Writable : string;

/** For a stream of one's own. */
export interface FormatStreamOptions {
  /** The columns of the file. */
  readonly columns?: ColumnsInput;
}

/** What the library offers for a format. */
export interface FormatFactory<F extends Format> {
  /**
   * A place for a run: a directory, or a file whose name ends as the format's do (`.ndjson.gz`, `.parquet`).
   * @throws UsageError when name and options contradict each other
   */
  (place: PlaceOf<F>, options?: DestinationOptions & OptionsOf<F>): Destination;
  /**
   * Batches in, the bytes of one file out, for a `stream.pipeline` of one's own.
   * @throws UsageError for an option that the format does not have
   */
  (options?: FormatStreamOptions & OptionsOf<F>): Transform;
  /** The declaration, to make another format from (`{ ...csv.format, name: 'psv' }`). */
  readonly format: F;
}

export type FormatFactories<F extends Format> = { readonly [One in F as One['name']]: FormatFactory<One> };

/**
 * @param format built in, or made with declareFormat
 * @param formats every format that there is
 */
export function formatFactory<F extends Format>(
  format: F,
  formats: readonly Format[] = [...builtIn, format],
): FormatFactory<F> {
  const create = (place: unknown = {}, options: object = {}): Destination | Transform => {
    if (typeof place === 'string') return filesAt(place, format, { ...options }, formats);
    if (!isWritable(place)) return formatStream(format, { ...(place as object) });
    if ((format as Format) === ndjson) return linesInto(place, { ...options });
    throw new UsageError(`${format.name} is not written into a stream that stays open`, {
      hint: `give a file or a directory, or put ${format.name}() into a stream.pipeline`,
    });
  };
  return Object.assign(create as unknown as FormatFactory<F>, { format });
}

/** The functions of all formats, by their names. */
export function formatFactories<F extends Format>(formats: readonly Format[]): FormatFactories<F> {
  const entries = formats.map((format) => [format.name, formatFactory(format, formats)]);
  return Object.fromEntries(entries) as FormatFactories<F>;
}

function isWritable(place: unknown): place is Writable {
  return typeof place === 'object' && place !== null && 'write' in place && typeof place.write === 'function';
}

export const formats = formatFactories<(typeof builtIn)[number]>(builtIn);
