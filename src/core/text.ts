// Text from elsewhere, made safe to show: masked, without control sequences, cut to a length.
import { toJsonText } from './json.ts';
import { maskForeign } from './mask.ts';

/** Removes terminal control sequences and every other control character but the line feed. */
export function withoutControls(text: string): string {
  return text
    .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g, '')
    .replace(/[\u0000-\u0009\u000b-\u001f]/g, ' ')
    .replace(HIDDEN, ' ');
}

// Controls that JSON leaves raw: of terminals, of lines, and those that turn the direction of what follows.
const HIDDEN = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Writes the controls in a text of JSON, or of a program, as escapes: the same value, fit for a terminal. */
export function escapeControls(text: string): string {
  return text.replace(HIDDEN, escaped).replace(/[\u0000-\u0009\u000b-\u001f]/g, escaped);
}

const escaped = (control: string) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** `1 page`, `2 pages`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Text of a server or a file on one line of a table or message. */
export function oneLine(text: string): string {
  return withoutControls(text).replaceAll('\n', ' ');
}

// More than any secret: what is shown is masked before it is cut.
const MOST_MASKED = 64 * 1024;

/** The first characters of something a server sent, on one line, fit for an error message. */
export function excerpt(text: string, length = 200): string {
  const masked = withoutControls(maskForeign(text.slice(0, MOST_MASKED)))
    .replaceAll('\n', ' ')
    .trim();
  // Of a text that was cut here already the end may be half a secret.
  const head = text.length > MOST_MASKED ? masked.slice(0, masked.length >> 1) : masked;
  return head.length > length ? `${head.slice(0, length)}…` : head;
}

/** A value as it is shown in a message: JSON, cut short. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  try {
    return excerpt(toJsonText(value), 80);
  } catch {
    return typeof value;
  }
}

// A larger text is not worth three times its length for a moment.
const MOST_AT_ONCE = 1024 * 1024;

/**
 * Turns texts into UTF-8, in half the time that `Buffer.from` takes: it need not count the bytes beforehand.
 * @returns a function whose result is overwritten by its next call
 */
export function reusingEncoder(): (text: string) => Buffer {
  let scratch = Buffer.alloc(0);
  return (text) => {
    if (text.length > MOST_AT_ONCE) return Buffer.from(text);
    if (scratch.length < text.length * 3) scratch = Buffer.allocUnsafeSlow(text.length * 3);
    return scratch.subarray(0, scratch.write(text));
  };
}
