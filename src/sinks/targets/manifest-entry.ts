// What the manifest says of a resource once a run is put in place, and which of its earlier files go.
import type { ResourcePlan } from '../../config/pipeline.ts';
import type { ManifestEntry, ManifestFile } from '../files/manifest.ts';
import type { DatasetOnto } from './dataset-onto.ts';
import { chosenOptions } from './file-options.ts';
import type { FileOptions, ResourceOutcome } from './target.ts';

export interface EntryParts {
  readonly resource: ResourcePlan;
  readonly options: FileOptions;
  readonly dataset: DatasetOnto;
  /** What the manifest says of its earlier files. */
  readonly before: ManifestEntry | undefined;
  /** This run's files under their final names. */
  readonly files: readonly ManifestFile[];
  readonly rejected: readonly ManifestFile[];
  /** Whether its rejects went to a place of their own. */
  readonly isRejectedElsewhere: boolean;
  readonly outcome: ResourceOutcome;
}

export interface EntryOnto {
  readonly entry: ManifestEntry;
  /** Earlier files that the entry does not name any more. */
  readonly gone: readonly string[];
}

export function entryOnto(parts: EntryParts): EntryOnto {
  const { resource, options, dataset, before, outcome, isRejectedElsewhere } = parts;
  const { format, compression } = options;
  const told = chosenOptions(format, options.formatOptions);
  const files = parts.files.map((file) => ({
    ...file,
    format: format.name,
    ...(compression === undefined ? {} : { compression }),
    ...(Object.keys(told).length === 0 ? {} : { options: told }),
  }));
  const isReplaced = resource.write_disposition !== 'append';
  // A record that could not be kept is not in the files, so what merge carries over does not hold it.
  const isRejectReplaced = resource.write_disposition === 'replace';
  const earlier = before?.files ?? [];
  const earlierRejects = before?.rejected ?? [];
  const lying = isReplaced ? files : [...earlier, ...files];
  const lyingRejects = isRejectReplaced ? [...parts.rejected] : [...earlierRejects, ...parts.rejected];
  return {
    entry: {
      complete: outcome.isComplete,
      pages: outcome.pages,
      records: rowsOf(lying),
      duplicates: outcome.duplicates,
      rejects: isRejectedElsewhere ? outcome.rejects : rowsOf(lyingRejects),
      ...dataset.facts(),
      files: lying,
      rejected: lyingRejects,
    },
    gone: [
      ...without(isReplaced ? earlier : [], lying),
      ...without(isRejectReplaced ? earlierRejects : [], lyingRejects),
    ],
  };
}

function without(earlier: readonly ManifestFile[], now: readonly ManifestFile[]): readonly string[] {
  const kept = new Set(now.map((file) => file.path));
  return earlier.map(({ path }) => path).filter((path) => !kept.has(path));
}

export function rowsOf(files: readonly { readonly rows: number }[]): number {
  return files.reduce((sum, file) => sum + file.rows, 0);
}
