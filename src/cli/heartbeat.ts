// A line every half minute while a run goes on, for logs that nobody sees move.
import type { PenstockEvent } from '../core/events.ts';
import { counted, oneLine } from '../core/text.ts';

/** So many seconds pass between two lines. */
const EVERY_SECONDS = 30;

/** What a resource has come to. */
export interface Beat {
  readonly resource: string;
  pages: number;
  records: number;
}

export interface Heartbeat {
  event(event: PenstockEvent): void;
  stop(): void;
}

/**
 * @param say given the resources that are being read, with the seconds since the start
 * @param everySeconds for tests
 */
export function startHeartbeat(
  say: (beats: readonly Beat[], seconds: number) => void,
  everySeconds = EVERY_SECONDS,
): Heartbeat {
  const started = performance.now();
  const beats = new Map<string, Beat>();
  const timer = setInterval(() => {
    say([...beats.values()], Math.round((performance.now() - started) / 1000));
  }, everySeconds * 1000);
  timer.unref();
  return {
    event(event) {
      if (event.kind === 'started')
        beats.set(event.resource, { resource: event.resource, pages: 0, records: 0 });
      else if (event.kind === 'finished' || event.kind === 'failed') beats.delete(event.resource);
      const beat = event.resource === undefined ? undefined : beats.get(event.resource);
      if (beat === undefined) return;
      if (event.kind === 'page') beat.pages += 1;
      if (event.kind === 'written') beat.records += event.records;
    },
    stop: () => clearInterval(timer),
  };
}

/** `still reading after 60 s: contacts 12 pages, 2400 records` */
export function beatText(beats: readonly Beat[], seconds: number): string {
  const each = beats.map(
    ({ resource, pages, records }) =>
      `${oneLine(resource)} ${counted(pages, 'page')}, ${counted(records, 'record')}`,
  );
  return `still at work after ${seconds} s: ${each.length === 0 ? 'putting the output in place' : each.join('; ')}`;
}
