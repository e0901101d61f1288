// The one register of secret values; everything that leaves the process except requests passes its mask.
//
// A value of letters and signs is masked wherever it stands, in every spelling. An ordinary value, such as `1000` or
// `complete`, would blot out numbers and words that have nothing to do with it: it is masked only where it stands as a
// whole word in text from outside (`maskForeign`), never in what penstock itself says.
import { spellingPattern } from './mask-spellings.ts';

const MASK = '***';
// A shorter value would blank out half of every message and is no secret worth the name.
const SHORTEST_SECRET = 4;
// Numbers, dates, single words: what also stands for itself in messages and reports.
const ORDINARY = /^(?:[\d.,:+-]{1,12}|[A-Za-z]?[a-z]{1,10}|[A-Z]{1,11})$/;
// Controls and characters without width: a terminal would not show that they cut a secret in two.
const UNSEEN =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])|[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028\u2029\ufeff]/g;

/** Each value with the count of those who registered it. */
const secrets = new Map<string, number>();
let patterns: { readonly all: RegExp | undefined; readonly ordinary: RegExp | undefined } | undefined;

/**
 * Makes a value unprintable, in the forms it can travel in: as it is, encoded for a URL, a form, JSON or HTML, base64.
 * @param value the secret itself
 * @returns a function that takes it off the register, for a value that is of no more use to anybody
 */
export function registerSecret(value: string): () => void {
  if (value.length < SHORTEST_SECRET) return () => {};
  const count = secrets.get(value) ?? 0;
  secrets.set(value, count + 1);
  if (count === 0) patterns = undefined;
  let isRegistered = true;
  return () => {
    if (!isRegistered) return;
    isRegistered = false;
    const left = (secrets.get(value) ?? 1) - 1;
    if (left > 0) secrets.set(value, left);
    else secrets.delete(value);
    if (left === 0) patterns = undefined;
  };
}

// A server may still quote the one before the latest.
const MOST_LATEST = 2;

/** @returns registers secrets that replace each other; those that are of no more use leave the register */
export function latestSecrets(): (value: string) => void {
  const latest: { value: string; forget: () => void }[] = [];
  return (value) => {
    if (latest.at(-1)?.value === value) return;
    latest.push({ value, forget: registerSecret(value) });
    if (latest.length > MOST_LATEST) latest.shift()?.forget();
  };
}

/** Replaces every registered secret in a text but the ordinary ones. */
export function mask(text: string): string {
  if (secrets.size === 0) return text;
  const { all } = compiled();
  return all === undefined ? text : replaceUnseen(text, all);
}

/** Replaces every registered secret in a text that a server or a file gave, ordinary words included. */
export function maskForeign(text: string): string {
  const masked = mask(text);
  const { ordinary } = compiled();
  return ordinary === undefined ? masked : replaceUnseen(masked, ordinary);
}

/** Masks the strings of a JSON text and nothing else, so that it stays JSON. */
export function maskJson(text: string): string {
  if (mask(text) === text) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"/g, (literal) => {
    const value: string = JSON.parse(literal);
    const masked = mask(value);
    return masked === value ? literal : JSON.stringify(masked);
  });
}

function compiled() {
  patterns ??= {
    all: compile([...secrets.keys()].filter((value) => !ORDINARY.test(value))),
    ordinary: compile(
      [...secrets.keys()].filter((value) => ORDINARY.test(value)),
      isWord,
    ),
  };
  return patterns;
}

const isWord = (pattern: string) => `(?<![\\w.])${pattern}(?![\\w]|\\.\\d)`;

// Longest first, so that a secret inside another does not leave the rest of the longer one readable.
function compile(values: readonly string[], wrap = (pattern: string) => pattern): RegExp | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => b.length - a.length);
  return new RegExp(sorted.map((value) => wrap(spellingPattern(value))).join('|'), 'g');
}

/** Replaces matches, also those that unseen characters cut in two. */
function replaceUnseen(text: string, pattern: RegExp): string {
  const whole = text.replace(pattern, MASK);
  if (whole.search(UNSEEN) < 0) return whole;
  const { seen, places } = withoutUnseen(whole);
  let result = '';
  let end = 0;
  for (const match of seen.matchAll(pattern)) {
    const from = places[match.index] ?? 0;
    result += whole.slice(end, from) + MASK;
    end = (places[match.index + match[0].length - 1] ?? from) + 1;
  }
  return result + whole.slice(end);
}

/** The text as a reader sees it, and where each of its characters stands in the original. */
function withoutUnseen(text: string): { seen: string; places: number[] } {
  const places: number[] = [];
  let seen = '';
  let at = 0;
  const keep = (until: number) => {
    seen += text.slice(at, until);
    for (; at < until; at += 1) places.push(at);
  };
  for (const unseen of text.matchAll(UNSEEN)) {
    keep(unseen.index);
    at = unseen.index + unseen[0].length;
  }
  keep(text.length);
  return { seen, places };
}
