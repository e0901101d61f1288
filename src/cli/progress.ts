// The live display on a terminal: one line per resource.
import type { PenstockEvent } from '../core/events.ts';
import { counted, oneLine } from '../core/text.ts';
import { colours } from './colours.ts';
import type { Io } from './io.ts';

export interface Progress {
  event(event: PenstockEvent): void;
  /** Writes a line above the display. */
  put(line: string): void;
  stop(): void;
}

/** Without a terminal: lines go straight through, and there is no display. */
export function plainProgress(io: Io): Progress {
  return {
    event: () => {},
    put: (line) => {
      io.stderr.write(`${line}\n`);
    },
    stop: () => {},
  };
}

const REDRAWS_A_SECOND = 10;

interface Line {
  status: 'reading' | 'done' | 'failed';
  pages: number;
  records: number;
  retries: number;
  readonly started: number;
  seconds: number;
}

export async function liveProgress(io: Io): Promise<Progress> {
  const { createLogUpdate } = await import('log-update');
  const display = createLogUpdate(io.stderr as NodeJS.WriteStream, { showCursor: true });
  const paint = colours(io.stderr.isTTY, io.environment);
  const lines = new Map<string, Line>();

  const render = () => {
    const widest = Math.max(0, ...[...lines.keys()].map((name) => name.length));
    const rows = [...lines].map(([name, line]) => {
      const seconds = line.status === 'reading' ? (performance.now() - line.started) / 1000 : line.seconds;
      const rate = Math.round(line.records / Math.max(seconds, 0.001));
      const mark = { reading: paint.cyan('●'), done: paint.green('✔'), failed: paint.red('✖') }[line.status];
      const retries =
        line.retries === 0 ? '' : paint.yellow(`  ${counted(line.retries, 'retry', 'retries')}`);
      const counts = `${counted(line.pages, 'page')}  ${counted(line.records, 'record')}  ${rate}/s`;
      return `${mark} ${oneLine(name).padEnd(widest)}  ${counts}${retries}`;
    });
    if (rows.length > 0) display(rows.join('\n'));
  };
  const timer = setInterval(render, 1000 / REDRAWS_A_SECOND);
  timer.unref();

  return {
    event(event) {
      if (event.kind === 'started') {
        const now = performance.now();
        lines.set(event.resource, {
          status: 'reading',
          pages: 0,
          records: 0,
          retries: 0,
          started: now,
          seconds: 0,
        });
        return;
      }
      const line = event.resource === undefined ? undefined : lines.get(event.resource);
      if (line === undefined) return;
      if (event.kind === 'page') line.pages += 1;
      if (event.kind === 'written') line.records += event.records;
      if (event.kind === 'retry') line.retries += 1;
      if (event.kind !== 'finished' && event.kind !== 'failed') return;
      line.status = event.kind === 'failed' ? 'failed' : 'done';
      line.seconds = (performance.now() - line.started) / 1000;
    },
    put(line) {
      display.clear();
      io.stderr.write(`${line}\n`);
      render();
    },
    stop() {
      clearInterval(timer);
      render();
      display.done();
    },
  };
}
