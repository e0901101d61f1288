// What goes to stderr: warnings, requests at -v, errors; as text or as JSON lines.
import type { PenstockError } from '../core/errors.ts';
import { ConfigError } from '../core/errors.ts';
import type { NoticeEvent, PenstockEvent, WarningEvent } from '../core/events.ts';
import { mask, maskJson } from '../core/mask.ts';
import { escapeControls, oneLine, withoutControls } from '../core/text.ts';
import { colours } from './colours.ts';
import type { Io } from './io.ts';

export interface LogOptions {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly format: 'text' | 'json';
}

export interface Log {
  event(event: PenstockEvent): void;
  error(error: PenstockError): void;
  /** The report or another result for people; not in JSON logs and not at -q. */
  text(text: string): void;
  /** A line for programs, or the same for people; not at -q. */
  info(fields: { readonly kind: string } & Readonly<Record<string, unknown>>, text: string): void;
  readonly options: LogOptions;
}

/** Which run a line is of. */
export interface RunIdentity {
  readonly run: string;
  /** `3/16` */
  readonly shard?: string;
}

/**
 * @param put writes one line; the progress display is in the way of a bare stderr
 * @param identity said in every line of JSON
 */
export function createLog(
  io: Io,
  options: LogOptions,
  put: (line: string) => void,
  identity?: RunIdentity,
): Log {
  const paint = colours(io.stderr.isTTY, io.environment);
  const isJson = options.format === 'json';
  const json = (level: string, fields: object) =>
    put(
      escapeControls(
        maskJson(JSON.stringify({ time: new Date().toISOString(), level, ...identity, ...fields })),
      ),
    );
  return {
    options,
    event(event) {
      if (event.kind === 'warning' || event.kind === 'notice') {
        if (event.kind === 'warning' && options.quiet) return;
        if (isJson) json(event.kind === 'warning' ? 'warn' : 'notice', event);
        else put(`${paint.yellow(`${event.kind}:`)} ${oneLine(mask(messageText(event)))}`);
      } else if (options.verbose && event.kind !== 'written') {
        if (isJson) json('debug', event);
        else put(paint.dim(oneLine(mask(eventText(event)))));
      }
    },
    error(error) {
      const { resource, partition, page } = error.where;
      const where = { resource, partition, page };
      if (isJson) json('error', { ...where, ...error.toJSON(), exitCode: error.exitCode });
      else for (const line of errorLines(error)) put(line.replace(/^error:/, paint.red('error:')));
    },
    info(fields, text) {
      if (options.quiet) return;
      if (isJson) json('info', fields);
      else put(paint.dim(oneLine(mask(text))));
    },
    text(text) {
      if (!options.quiet && !isJson) put(mask(text));
    },
  };
}

/** An error as lines: what and where, every problem, what to do. */
export function errorLines(error: PenstockError): string[] {
  const lines = [`error: ${clean(whereText(error))}${clean(error.message)}`];
  if (error instanceof ConfigError) {
    for (const { path, message } of error.problems) lines.push(`  ${clean(path)}: ${clean(message)}`);
  }
  if (error.hint !== undefined) lines.push(`  hint: ${clean(error.hint)}`);
  return lines;
}

/** `contacts, module=Tasks, page 3: ` */
function whereText({ where }: PenstockError): string {
  const parts = [
    where.resource,
    where.partition,
    where.page === undefined ? undefined : `page ${where.page}`,
  ];
  const known = parts.filter((part) => part !== undefined && part !== '');
  return known.length === 0 ? '' : `${known.join(', ')}: `;
}

function messageText({ resource, message }: WarningEvent | NoticeEvent): string {
  return resource === undefined ? message : `${resource}: ${message}`;
}

function eventText(event: PenstockEvent): string {
  switch (event.kind) {
    case 'request': {
      const result = event.status === undefined ? event.error : `${event.status}, ${event.bytes} bytes`;
      const again = event.attempt > 1 ? ` (attempt ${event.attempt})` : '';
      const query = readable(event.query);
      return `${event.method} ${event.url}${query}${again}: ${result}, ${Math.round(event.milliseconds)} ms`;
    }
    case 'retry':
      return `${event.resource ?? 'token'}: retry in ${event.waitSeconds.toFixed(1)} s: ${event.reason}`;
    case 'page': {
      const partition = event.partition === undefined ? '' : ` ${event.partition}`;
      return `${event.resource}:${partition} page ${event.page}, ${event.records} records`;
    }
    case 'written':
      return `${event.resource}: ${event.records} records written`;
    case 'warning':
    case 'notice':
      return messageText(event);
    default:
      return `${event.resource}: ${event.kind}`;
  }
}

// As the server reads it, where it is text at all.
function readable(query: string): string {
  return query.replace(/(?:%[0-9a-fA-F]{2})+/g, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

// Server text may hold terminal sequences, and any text may hold a secret.
function clean(text: string): string {
  return withoutControls(mask(text));
}
