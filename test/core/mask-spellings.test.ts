// Every encoder's spelling of a secret is found whole.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mask, registerSecret } from '../../src/core/mask.ts';
import { spellingPattern } from '../../src/core/mask-spellings.ts';

const htmlNames: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const encoders: [string, (text: string) => string][] = [
  ['a URL component', encodeURIComponent],
  [
    'a URL component in lower case',
    (text) => encodeURIComponent(text).replace(/%../g, (hex) => hex.toLowerCase()),
  ],
  ['a component inside a component', (text) => encodeURIComponent(encodeURIComponent(text))],
  ['a form', (text) => new URLSearchParams({ a: text }).toString().slice(2)],
  ['a query', (text) => new URL(`http://h/?${text.replaceAll('#', '%23')}`).search.slice(1)],
  ['JSON', (text) => JSON.stringify(text).slice(1, -1)],
  ['JSON of PHP', (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/')],
  [
    'JSON in ASCII',
    (text) =>
      JSON.stringify(text)
        .slice(1, -1)
        .replace(/[^ -~]|[<>&']/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ],
  ['HTML', (text) => text.replace(/[&<>"']/g, (c) => htmlNames[c] ?? c)],
  ['base64', (text) => Buffer.from(text).toString('base64').replace(/=+$/, '')],
  ['colours between its characters', (text) => [...text].join('\u001b[0m')],
  ['zeros and marks without width between its characters', (text) => [...text].join('\u0000\u200b')],
];

const characters = fc.constantFrom(...'abcXYZ019-_.~!\'()*+ /\\"&<>=%#?;:@,$é😀');
const secret = fc.array(characters, { minLength: 12, maxLength: 30 }).map((list) => `Ab1${list.join('')}Z`);

test.each(encoders)('%s hides no secret of any characters', (_name, encode) => {
  fc.assert(
    fc.property(secret, (value) => {
      const forget = registerSecret(value);
      try {
        expect(mask(`[${encode(value)}]`)).toBe('[***]');
      } finally {
        forget();
      }
    }),
  );
});

const isWhole = (value: string, text: string) => new RegExp(`^${spellingPattern(value)}$`, 'u').test(text);

test.each([
  ['as it is', 'a.b c', 'a.b c', true],
  ['a dot is no wildcard', 'a.b', 'axb', false],
  ['another letter case is another secret', 'Abc', 'abc', false],
  ['a part is not the whole', 'abcdef', 'abcde', false],
  ['hexadecimal in either case', 'a/b', 'a%2Fb', true],
  ['hexadecimal in either case', 'a/b', 'a%2fb', true],
  ['encoded three times', 'a/b', 'a%25252Fb', true],
  ['a space as a plus', 'a b', 'a+b', true],
  ['HTML by decimal number', 'a<b', 'a&#0060;b', true],
  ['HTML by hexadecimal number', 'a<b', 'a&#x3C;b', true],
  ['JSON inside JSON', 'a"b', 'a\\\\\\"b', true],
  ['a backslash doubled again and again', 'a\\b', 'a\\\\\\\\b', true],
  ['a line feed left out', 'a\nb', 'ab', true],
  ['a line feed made a space', 'a\nb', 'a b', true],
  ['beyond the basic plane, as two escapes', 'a😀b', 'a\\ud83d\\uDE00b', true],
])('%s: %j in %j', (_name, value, text, isFound) => {
  expect(isWhole(value, text)).toBe(isFound);
});

test('a lone surrogate is a character like any other', () => {
  expect(isWhole('a\ud800b', encodeURIComponent('a\ufffdb'))).toBe(true);
});
