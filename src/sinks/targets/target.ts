// Where output goes: one target a run, one sink a resource.
import type { ResourcePlan } from '../../config/pipeline.ts';
import type { JsonRecord } from '../../core/batch.ts';
import type { RangeFacts } from '../../core/page-range.ts';
import type { ResourceStatus } from '../../core/resource-status.ts';
import type { Progress } from '../../core/resume-point.ts';
import type { Shard } from '../../core/shard.ts';
import type { ManifestMarks } from '../files/manifest.ts';
import type { AdoptedParts } from '../files/part-store.ts';
import type { Compression, Format, FormatOptions, Sink } from '../formats/contract.ts';
import type { TableColumn } from '../formats/table/columns.ts';
import type { PartLimits } from './file-sink.ts';
import type { NamedOutput } from './same-output.ts';

/** What the target is told of each resource when the run ends. */
export interface ResourceOutcome {
  readonly name: string;
  readonly status: ResourceStatus;
  readonly isComplete: boolean;
  readonly pages: number;
  readonly records: number;
  readonly duplicates: number;
  readonly rejects: number;
  /** Answers that response_actions said to ignore. */
  readonly ignored: number;
  /** Of a shard that read ranges of its pages. */
  readonly ranges?: readonly RangeFacts[];
}

/** A file that is in place. */
export interface PublishedFile {
  readonly resource: string;
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** The records of earlier runs, newest first, in batches of bounded size. */
export interface EarlierSnapshot {
  /** Its columns, for formats whose values come back as text. */
  readonly columns: readonly TableColumn[] | undefined;
  read(): AsyncGenerator<readonly JsonRecord[], void, undefined>;
}

/** How the files of a run are made. */
export interface FileOptions {
  readonly format: Format;
  /** What the format is told; checked against its declaration. */
  readonly formatOptions: FormatOptions;
  /** Every format that files of earlier runs may be of. */
  readonly formats: readonly Format[];
  readonly compression: Compression | undefined;
  readonly limits: PartLimits;
  /** One file for the rejects of all resources. */
  readonly rejects: string | undefined;
}

/** What was asked of the run, as far as it concerns what lies in place already. */
export interface RunTerms {
  /** Only so many records of each resource are wanted. */
  readonly isLimited: boolean;
  /** A complete snapshot may be replaced by one that is not. */
  readonly isForced: boolean;
  /** Other files that the run's caller is going to write. */
  readonly others?: readonly NamedOutput[];
  /** For a shard: what the run is that it has a share in. */
  readonly share?: {
    /** Of the pipeline and of what was asked of the run. */
    readonly plan: string;
    readonly isRefresh: boolean;
    /** What it reads, as the pipeline has it. */
    readonly resources: readonly ResourcePlan[];
  };
  /** Undefined for a run that nobody can go on from. */
  readonly resume?: {
    /** Of the pipeline and of what was asked of the run: another one cannot go on. */
    readonly plan: string;
    /** Whether this run goes on from an interrupted one. */
    readonly isWanted: boolean;
  };
}

/** What an interrupted run has left of a resource. */
export interface LeftResource {
  /** It had come to its end. */
  readonly isEnded: boolean;
  /** By partition: how far it is written. */
  readonly points: ReadonlyMap<string, Progress>;
  /** What the run told of it. */
  readonly told: unknown;
  /** Records that are written beyond that, and will be given again; their keys tell them. */
  readonly head: number;
  /** Every record that is written. */
  records(): AsyncGenerator<readonly JsonRecord[], void, undefined>;
}

/** A place whose next run can go on from an interrupted one. */
export interface Resumable {
  /** Asked for once the target is prepared. */
  left(resource: string): LeftResource | undefined;
  /** What is left of a resource does not count: it is read anew. */
  anew(resource: string): Promise<void>;
  /**
   * A resource has come to its end, and its sink is closed.
   * @param told for the run that goes on
   */
  ended(resource: string, told: unknown): Promise<void>;
  /** Whether a later run finds something to go on from. */
  readonly isWorthIt: boolean;
}

export interface Target {
  /** Set where its output is a share that others complete. */
  readonly shard?: Shard;
  /** Whether undeclared values lose their type in its files. */
  readonly isSpelled?: boolean;
  /**
   * Everything that can be refused before the first request.
   * @throws UsageError, ConfigError, OutputError or StateError
   */
  prepare(resources: readonly ResourcePlan[], terms: RunTerms): Promise<void>;
  /**
   * @param told what the run has counted; given where a run that goes on is to know it, batch by batch
   * @param adopted finished parts that come first; for a place that takes them
   */
  sink(resource: ResourcePlan, told?: () => unknown, adopted?: AdoptedParts): Promise<Sink>;
  readonly resumable?: Resumable;
  /** The snapshot that `merge` goes on from; undefined where there is none. */
  earlier?(resource: ResourcePlan): EarlierSnapshot | undefined;
  /**
   * Asked of each resource whose sink is closed: whether its output may take the place of what lies there.
   * @throws StateError, which fails this resource alone
   */
  accept?(outcome: ResourceOutcome): void;
  /**
   * For a place that keeps the state beside its output: what the runs before left, asked for once it is prepared.
   * @throws OutputError or StateError when it cannot be read
   */
  readState?(): Promise<string | undefined>;
  /** Where it lies, for messages. */
  readonly statePlace?: string;
  /** Records of a resource that lie there; undefined for one that no run has put there. */
  earlierRecords?(resource: string): number | undefined;
  /**
   * Puts the output of the resources that succeeded in place.
   * @param state put in place with it, all or nothing, where the place keeps the state; undefined leaves it as it is
   * @param marks for the manifest, where there is one
   */
  commit(
    outcomes: readonly ResourceOutcome[],
    startedAt: Date,
    state?: string,
    marks?: ManifestMarks,
  ): Promise<readonly PublishedFile[]>;
  /**
   * Takes everything back that is not in place yet. Never fails.
   * @param isInterrupted whether what is safe stays for a run that goes on from it
   */
  abort(isInterrupted?: boolean): Promise<void>;
}
