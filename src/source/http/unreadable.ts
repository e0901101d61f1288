// A body that is not of the format that is read: cut short, or another format altogether?
import { parseJson } from '../../core/parse-json.ts';
import { excerpt } from '../../core/text.ts';
import type { BodyFormat } from '../bodies/contract.ts';
import { Fault } from './verdict.ts';

interface Format {
  readonly name: string;
  /** The word of response_format, where it can be read. */
  readonly word?: string;
  readonly type?: RegExp;
  /** How the text looks where the server does not say. */
  readonly look?: RegExp;
}

const FORMATS: readonly Format[] = [
  { name: 'HTML', type: /\bhtml\b/, look: /^\s*<(?:!doctype html|html|head|body)\b/i },
  { name: 'XML', word: 'xml', type: /[/+]xml\b/, look: /^\s*</ },
  { name: 'CSV', word: 'csv', type: /\b(?:csv|comma-separated-values)\b/ },
  { name: 'tab-separated text', word: 'csv', type: /\btab-separated-values\b/ },
  { name: 'a JSON text sequence', type: /json-seq/ },
  {
    name: 'JSON Lines',
    word: 'jsonl',
    type: /ndjson|jsonl|json-lines|stream\+json/,
    look: /^\s*\{.*\}\s*\n\s*\{/,
  },
  { name: 'JSONP', look: /^\s*(?:\/\*\*\/)?\s*[\w$.]+\(\s*[[{]/ },
  { name: 'YAML', type: /\byaml\b/ },
  { name: 'a spreadsheet', type: /spreadsheet|ms-excel/ },
  { name: 'a PDF document', type: /\/pdf\b/, look: /^%PDF-/ },
  { name: 'a ZIP archive', type: /\/zip\b/, look: /^PK\u0003\u0004/ },
];

const JSON_TEXT: Format = { name: 'JSON', word: 'json' };

/**
 * Looks at a text that would pass for rows, whatever it is.
 * @throws Fault, permanent, for a page of HTML, XML or JSON in the place of CSV
 */
export function refuseOtherFormat(text: string, contentType: string, wanted: BodyFormat): void {
  if (wanted.title !== 'CSV' || !NO_ROWS.test(text)) return;
  const other = otherFormat(text, contentType, wanted, undefined);
  const reason = `the body is not CSV; ${begins(text)}`;
  throw other ?? new Fault({ kind: 'retry', reason, hint: 'check response_format; else run again later' });
}

// A header may stand in brackets; JSON opens others or quotes, or has numbers, behind its first one.
const NO_ROWS = /^\s*(?:[<{]|\[\s*(?:[[{"\d\]]|$))/;

/** @returns a permanent fault for another format, a retryable one for a body that broke on its way */
export function unreadable(text: string, contentType: string, wanted: BodyFormat, cause: unknown): Fault {
  const other = otherFormat(text, contentType, wanted, cause);
  if (other !== undefined) return other;
  const reason = excerpt(
    `the body is not ${wanted.title}: ${(cause as Error).message}; ${begins(text)}`,
    400,
  );
  const hint = 'the API may be down or overloaded; run again later, or see with -v what it answers';
  return new Fault({ kind: 'retry', reason, hint }, cause);
}

function otherFormat(
  text: string,
  contentType: string,
  wanted: BodyFormat,
  cause: unknown,
): Fault | undefined {
  const { title } = wanted;
  const format = formatOf(text, contentType.toLowerCase(), wanted);
  if (format === undefined || format.name === title) return undefined;
  const said = contentType === '' ? 'no Content-Type' : `Content-Type ${excerpt(contentType, 80)}`;
  const reason = `the body is ${format.name}, not ${title} (${said}); ${begins(text)}`;
  return new Fault({ kind: 'failed', reason, hint: hintOf(format) }, cause);
}

function begins(text: string): string {
  return `it begins: ${excerpt(text, 120)}`;
}

function formatOf(text: string, contentType: string, wanted: BodyFormat): Format | undefined {
  if (wanted.title !== JSON_TEXT.name && isJson(text)) return JSON_TEXT;
  const looks = (format: Format) => format.look?.test(text.slice(0, 100_000)) === true;
  const byType = FORMATS.find((format) => format.type?.test(contentType) === true);
  // JSON that was cut short stays JSON whatever format a careless server declares; JSON Lines begin like it.
  const isCut = wanted.looks.test(text) && byType?.name !== 'JSON Lines';
  if (byType !== undefined && (looks(byType) || !isCut)) return byType;
  return FORMATS.find(looks);
}

/** Whether a text is one object or list. */
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}

function hintOf({ name, word }: Format): string {
  if (name === 'HTML')
    return 'this is a page for people: check base_url, the path, and whether a log-in is needed';
  if (word !== undefined) return `say response_format: ${word}, or ask the API for another format`;
  return `response_format can be json, jsonl, csv or xml, but not ${name}; ask the API for one of these, by an Accept header or a parameter such as format=json`;
}
