// An answer read on demand: text and body once each, blank ones, and the ones that may be cut.
import { describe, expect, test } from 'vitest';
import { bodyExcerpt, bodyOrNothing } from '../../../src/source/http/answer.ts';
import { answerOf } from '../../helpers/answers.ts';

test('text and body are the same, in any order, and parsed once', () => {
  const keys: string[] = [];
  const answer = answerOf('{"a":1,"a":2}', {}, (key) => keys.push(key));
  expect(answer.body()).toEqual({ a: 2 });
  expect(answer.text()).toBe('{"a":1,"a":2}');
  expect(answer.body()).toBe(answer.body());
  expect(keys).toEqual(['a']);
  expect(answer.size).toBe(13);
});

test('the charset that the pipeline names goes before the one that the server declares', () => {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const bytes = Buffer.from('{"a":"é"}', 'latin1');
  expect(answerOf(bytes, { headers, encoding: 'latin1' }).body()).toEqual({ a: 'é' });
  expect(() => answerOf(bytes, { headers }).text()).toThrow();
});

test.each(['', ' \r\n\t ', '\uFEFF', '\uFEFF \n'])(
  '%j is blank: no value in JSON, no lines in a format of lines',
  (text) => {
    expect(answerOf(text).body()).toBeUndefined();
    expect(answerOf(text, { format: 'jsonl' }).body()).toEqual([]);
  },
);

test('an error is read as JSON, whatever the format of the pages', () => {
  expect(answerOf({ message: 'no' }, { status: 403, format: 'csv' }).body()).toEqual({ message: 'no' });
});

describe('what cannot be read', () => {
  test('a cut body may be whole the next time, another format never', () => {
    expect(() => answerOf('{"data":[{"id":1').body()).toThrow(
      expect.objectContaining({ verdict: expect.objectContaining({ kind: 'retry' }) }),
    );
    const html = answerOf('<html><body>log in</body></html>', { headers: { 'content-type': 'text/html' } });
    expect(() => html.body()).toThrow(
      expect.objectContaining({ verdict: expect.objectContaining({ kind: 'failed' }) }),
    );
    expect(bodyOrNothing(html)).toBeUndefined();
    expect(bodyExcerpt(html)).toContain('log in');
    expect(bodyExcerpt(answerOf(Buffer.from([0xff, 0xfe, 0xfd]), { encoding: 'utf-8' }))).toBe('');
  });

  test('an excerpt is one line', () => {
    expect(bodyExcerpt(answerOf('a\nb'))).toBe('a b');
  });
});

describe('isDoubtful', () => {
  test.each<[string, Parameters<typeof answerOf>[1], boolean]>([
    ['{"id":1}\n', { format: 'jsonl', isEndCertain: false }, true],
    ['{"id":1}\n', { format: 'jsonl' }, false],
    ['', { format: 'jsonl' }, true],
    [' \n', { format: 'jsonl' }, true],
    ['', { format: 'jsonl', status: 204 }, false],
    ['{"id":1}', { isEndCertain: false }, false],
  ])('%j, %o: %s', (text, more, expected) => {
    expect(answerOf(text, more).isDoubtful()).toBe(expected);
  });
});

test('blanks behind a large body of JSON are nothing, in UTF-16 too', () => {
  const padded = Buffer.from(`{"a":"é"}${' \r\n\t'.repeat(2.2 * 1024 * 1024)}`);
  expect(answerOf(padded).body()).toEqual({ a: 'é' });
  const wide = Buffer.from(`\uFEFF{"a":"é"}${' '.repeat(4.2 * 1024 * 1024)}`, 'utf16le');
  expect(answerOf(wide).body()).toEqual({ a: 'é' });
  expect(answerOf(wide.swap16()).body()).toEqual({ a: 'é' });
});
