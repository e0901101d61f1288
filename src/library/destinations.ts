// Where the library's runs go: `parquet('out/')`, `ndjson('contacts.ndjson.gz')`, `ndjson(process.stdout)`.
import type { Writable } from 'node:stream';
import { UsageError } from '../core/errors.ts';
import type { Format } from '../sinks/formats/contract.ts';
import { fileKind } from '../sinks/formats/file-kind.ts';
import { directoryTarget } from '../sinks/targets/directory.ts';
import { type FileSettings, fileOptions } from '../sinks/targets/file-options.ts';
import { singleFileTarget } from '../sinks/targets/single-file.ts';
import { stdoutTarget } from '../sinks/targets/stdout.ts';
import type { Target } from '../sinks/targets/target.ts';

/** A place for a run's output; hand in an object of your own for one of another kind. */
export interface Destination {
  target(pipeline: string): Target;
}

export type DestinationOptions = FileSettings;

/**
 * @param place a directory, or a file whose name ends as the format's do
 * @throws UsageError when the name says another format
 */
export function filesAt(place: string, format: Format, options: DestinationOptions): Destination {
  const kind = fileKind(place);
  const isOwn = kind.extension === format.extension;
  if (kind.format !== undefined && !isOwn) {
    throw new UsageError(`${format.name}("${place}"): the name says ${kind.format.name}`);
  }
  const isFile = isOwn && !/[/\\]$/.test(place);
  const file = fileOptions(format, options, isFile ? kind : undefined, `"${place}"`);
  return {
    target: (pipeline) => (isFile ? singleFileTarget(place, file) : directoryTarget(place, file, pipeline)),
  };
}

/** NDJSON lines into a stream, which is left open. */
export function linesInto(stream: Writable, options: DestinationOptions): Destination {
  return { target: () => stdoutTarget(stream, options.rejects) };
}
