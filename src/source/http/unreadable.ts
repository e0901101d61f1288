// A body that is not JSON: cut short, or another format altogether?
import { excerpt } from '../../core/text.ts';
import { Fault } from './verdict.ts';

interface Format {
  readonly name: string;
  readonly type?: RegExp;
  /** How the text looks where the server does not say. */
  readonly look?: RegExp;
}

const FORMATS: readonly Format[] = [
  { name: 'HTML', type: /\bhtml\b/, look: /^\s*<(?:!doctype html|html|head|body)\b/i },
  { name: 'XML', type: /[/+]xml\b/, look: /^\s*</ },
  { name: 'CSV', type: /\b(?:csv|comma-separated-values)\b/ },
  { name: 'tab-separated text', type: /\btab-separated-values\b/ },
  { name: 'JSON Lines', type: /ndjson|jsonl|json-lines|json-seq|stream\+json/, look: /^\s*\{.*\}\s*\n\s*\{/ },
  { name: 'JSONP', look: /^\s*(?:\/\*\*\/)?\s*[\w$.]+\(\s*[[{]/ },
  { name: 'YAML', type: /\byaml\b/ },
  { name: 'a spreadsheet', type: /spreadsheet|ms-excel/ },
  { name: 'a PDF document', type: /\/pdf\b/, look: /^%PDF-/ },
  { name: 'a ZIP archive', type: /\/zip\b/, look: /^PK\u0003\u0004/ },
];

/** @returns a permanent fault for another format, a retryable one for JSON that broke on its way */
export function unreadable(text: string, contentType: string, cause: unknown): Fault {
  const format = formatOf(text, contentType.toLowerCase());
  const begins = `it begins: ${excerpt(text, 120)}`;
  if (format === undefined) {
    const reason = excerpt(`the body is not JSON: ${(cause as Error).message}; ${begins}`, 400);
    const hint = 'the API may be down or overloaded; run again later, or see with -v what it answers';
    return new Fault({ kind: 'retry', reason, hint }, cause);
  }
  const said = contentType === '' ? 'no Content-Type' : `Content-Type ${excerpt(contentType, 80)}`;
  const reason = `the body is ${format}, not JSON (${said}); ${begins}`;
  return new Fault({ kind: 'failed', reason, hint: hintOf(format) }, cause);
}

function formatOf(text: string, contentType: string): string | undefined {
  const looks = (format: Format) => format.look?.test(text.slice(0, 100_000)) === true;
  const byType = FORMATS.find((format) => format.type?.test(contentType) === true);
  // JSON that was cut short stays JSON whatever format a careless server declares; JSON Lines begin like it.
  const isCutJson = /^\s*[[{]/.test(text) && byType?.name !== 'JSON Lines';
  if (byType !== undefined && (looks(byType) || !isCutJson)) return byType.name;
  return FORMATS.find(looks)?.name;
}

function hintOf(format: string): string {
  if (format === 'HTML')
    return 'this is a page for people: check base_url, the path, and whether a log-in is needed';
  return `penstock reads JSON (response_format: json) and no ${format}; ask the API for JSON, by an Accept header or a parameter such as format=json`;
}
