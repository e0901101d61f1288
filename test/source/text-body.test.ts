// Values inside texts: where they go, and how they are written there.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExactNumber } from '../../src/core/exact-number.ts';
import { contentTypeOf, escapeFor, fillTextBody } from '../../src/source/text-body.ts';

test('the last layer that names a content type counts, in any case', () => {
  expect(contentTypeOf({ 'Content-Type': 'text/XML' }, undefined, { accept: 'x' })).toBe('text/xml');
  expect(contentTypeOf({ 'content-type': 'a/b' }, { 'CONTENT-TYPE': 'c/d' })).toBe('c/d');
  expect(contentTypeOf({ 'content-type': null })).toBe('');
});

test('names that are no places stay, and those without a value become nothing', () => {
  expect(fillTextBody('{a}{b}{toString}{}', ['a', 'b'], { a: 1 }, '')).toBe('1{toString}{}');
  expect(fillTextBody('{a}', [], { a: 1 }, '')).toBe('{a}');
});

describe('a value comes back as what it was', () => {
  test('from JSON between quotes', () => {
    const escaped = escapeFor('application/json');
    fc.assert(fc.property(fc.string(), (text) => JSON.parse(`"${escaped(text)}"`) === text));
    expect(escaped([1, 'a'])).toBe('[1,"a"]');
  });

  test('from a form', () => {
    const escaped = escapeFor('application/x-www-form-urlencoded');
    const read = (body: string) => new URLSearchParams(body).get('a');
    fc.assert(fc.property(fc.string(), (text) => read(`a=${escaped(text)}&b=`) === text));
  });

  test('from XML', () => {
    const read = (xml: string) =>
      xml.replace(
        /&(\w+);/g,
        (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" })[String(name)] ?? '',
      );
    const escaped = escapeFor('application/soap+xml');
    fc.assert(
      fc.property(fc.string(), (text) => !/[<>"']/.test(escaped(text)) && read(escaped(text)) === text),
    );
  });
});

test('numbers keep their digits', () => {
  expect(escapeFor('')(new ExactNumber('0.12345678901234567890'))).toBe('0.12345678901234567890');
  expect(escapeFor('text/xml')(9007199254740993n)).toBe('9007199254740993');
});
