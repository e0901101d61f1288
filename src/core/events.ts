// What a run tells those who watch it: progress display, log, report. All layers emit, nobody waits.

/** Where something was about, as far as it is known. */
interface About {
  readonly partition?: string | undefined;
  /** Counted from 1 within its partition. */
  readonly page?: number | undefined;
}

export interface RequestEvent extends About {
  readonly kind: 'request';
  readonly resource: string | undefined;
  readonly method: string;
  /** Address without its query. */
  readonly url: string;
  /** Names and values of the query with secrets masked. */
  readonly query: string;
  readonly attempt: number;
  /** HTTP status, or undefined when no answer came. */
  readonly status: number | undefined;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly error: string | undefined;
}

export interface RetryEvent extends About {
  readonly kind: 'retry';
  readonly resource: string | undefined;
  readonly attempt: number;
  readonly waitSeconds: number;
  readonly reason: string;
}

export interface PageEvent {
  readonly kind: 'page';
  readonly resource: string;
  readonly partition: string | undefined;
  /** Counted from 1 within its partition. */
  readonly page: number;
  readonly records: number;
}

/** Records that a sink took: what the progress line counts. */
export interface WrittenEvent {
  readonly kind: 'written';
  readonly resource: string;
  readonly records: number;
}

export interface WarningEvent extends About {
  readonly kind: 'warning';
  readonly resource: string | undefined;
  readonly message: string;
}

/** Tells of data that is missing or was changed: said under `-q` too. */
export interface NoticeEvent extends About {
  readonly kind: 'notice';
  readonly resource: string | undefined;
  readonly message: string;
}

export interface ResourceEvent {
  readonly kind: 'started' | 'finished' | 'failed';
  readonly resource: string;
}

export type PenstockEvent =
  | RequestEvent
  | RetryEvent
  | PageEvent
  | WrittenEvent
  | WarningEvent
  | NoticeEvent
  | ResourceEvent;
export type Emit = (event: PenstockEvent) => void;
