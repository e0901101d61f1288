// The spellings in which a secret travels, as one pattern: each character as it is or as any encoding writes it, so that
// it does not matter which of them an encoder leaves alone.

const NAMED: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};
const JSON_LETTERS: Readonly<Record<string, string>> = {
  '\b': 'b',
  '\f': 'f',
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
};

// JSON inside JSON inside JSON; bounded, so that a long run of backslashes is not searched from each of its places.
const ESCAPE = '\\\\{1,7}';

/** A regular expression that matches the value in every spelling. */
export function spellingPattern(value: string): string {
  const bytes = Buffer.from(value.toWellFormed());
  const base64 = bytes.toString('base64').replace(/=+$/, '');
  const spellings = [value, base64, bytes.toString('base64url')];
  // A run of backslashes counts as one: JSON doubles it as often as it is put into JSON.
  const short = spellings.map((text) => [...text.replace(/\\+/g, '\\')]);
  return `(?:${short.map((characters) => characters.map(characterPattern).join('')).join('|')})`;
}

function characterPattern(character: string): string {
  // What no encoder touches.
  if (/[A-Za-z0-9_-]/.test(character)) return character;
  if (character === '.') return '\\.';
  const escaped = /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
  const code = character.codePointAt(0) ?? 0;
  // Encoded twice where a URL travels inside another.
  const bytes = [...Buffer.from(character.toWellFormed())].map((byte) => `%(?:25)*${hex(byte, 2)}`).join('');
  const units = Array.from(
    { length: character.length },
    (_, i) => `${ESCAPE}u${hex(character.charCodeAt(i), 4)}`,
  );
  // The longer spelling first: of an escape nothing may be left over.
  const inJson = JSON_LETTERS[character] ?? ('"/'.includes(character) ? escaped : undefined);
  const all = inJson === undefined ? [] : [`${ESCAPE}${inJson}`];
  all.push(escaped, bytes, units.join(''), `&#0*${code};`, `&#[xX]0*${hex(code, 1)};`);
  const name = NAMED[character];
  if (name !== undefined) all.push(`&${name};`);
  if (character === ' ') all.push('\\+');
  // A control character may have been taken out, or made a space.
  if (code < 0x20 || code === 0x7f) return `(?:${all.join('|')}| )?`;
  return `(?:${all.join('|')})${character === '\\' ? '{1,64}' : ''}`;
}

function hex(value: number, digits: number): string {
  const written = value.toString(16).padStart(digits, '0');
  return written.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
