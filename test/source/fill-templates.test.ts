// The values of a partition in an endpoint: encoded in paths, text in headers, of their own type elsewhere.
import { expect, test } from 'vitest';
import { fillPath } from '../../src/config/path-params.ts';
import { joinParts, parseReference } from '../../src/config/template.ts';
import { SourceError } from '../../src/core/errors.ts';
import { toExact } from '../../src/core/exact-number.ts';
import { endpointFiller } from '../../src/source/fill-templates.ts';
import { resourcePlan } from '../helpers/plans.ts';

const { endpoint } = resourcePlan();
// As fillText makes it.
const t = (text: string) =>
  joinParts(text.split(/\{([^{}]*)\}/).map((part, i) => (i % 2 ? (parseReference(part) ?? part) : part)));

function fill(parts: object, id: unknown) {
  return endpointFiller({ ...endpoint, ...parts } as typeof endpoint)({ 'resources.u.id': id });
}
const pathOf = (path: string, id: unknown) => fill({ path: fillPath({ ...endpoint, path }).path }, id).path;

test('an endpoint without templates is itself', () => {
  expect(endpointFiller(endpoint)({ a: 1 })).toBe(endpoint);
});

test('in a path a value is encoded', () => {
  expect(pathOf('u/{resources.u.id}/x', 'a/b c?#é{name}')).toBe('u/a%2Fb%20c%3F%23%C3%A9%7Bname%7D/x');
  expect(pathOf('u/{resources.u.id}', 12345678901234567890n)).toBe('u/12345678901234567890');
  expect(pathOf('{resources.u.id}{id}', true)).toBe('true{id}');
});

test.each([['.'], ['..'], [''], [{ a: 1 }], [[1]], [undefined], [null]])('%j is no part of a path', (id) => {
  expect(() => pathOf('u/{resources.u.id}', id)).toThrow(SourceError);
});

test('a step up is one, however it comes about', () => {
  expect(() => pathOf('u/.{resources.u.id}', '.')).toThrow(SourceError);
  expect(() => pathOf('u/%2e{resources.u.id}', '%2e')).not.toThrow();
});

test('a parameter keeps its type; a list repeats; one without a value is left out', () => {
  const params = {
    a: t('{resources.u.id}'),
    b: t('x-{resources.u.id}'),
    c: 1,
    d: [t('{resources.u.id}'), 2],
  };
  expect(fill({ params }, 7n).params).toEqual({ a: 7n, b: 'x-7', c: 1, d: [7n, 2] });
  expect(fill({ params: { a: params.a } }, ['x', 1]).params).toEqual({ a: ['x', 1] });
  expect(fill({ params }, undefined).params).toEqual({ c: 1, d: [2] });
  expect(() => fill({ params }, { x: 1 })).toThrow(SourceError);
});

test('in a body a value that is the whole text keeps its type, at any depth', () => {
  const json = { a: [{ b: t('{resources.u.id}') }], c: t('u-{resources.u.id}'), d: null };
  expect(fill({ json }, 7n).json).toEqual({ a: [{ b: 7n }], c: 'u-7', d: null });
});

test('a body without its value is an error', () => {
  const json = { a: [{ b: t('{resources.u.id}') }], e: toExact('0.10000000000000000001'), d: null };
  expect(fill({ json }, { x: [1] }).json).toEqual({ a: [{ b: { x: [1] } }], e: json.e, d: null });
  expect(() => fill({ json }, undefined)).toThrow(/"\{resources\.u\.id\}" cannot be filled: nothing fills/);
});

test('a form is as the query is, a text as it stands', () => {
  expect(fill({ data: { a: t('{resources.u.id}') } }, 7).data).toEqual({ a: 7 });
  expect(fill({ data: t('{"id": "{resources.u.id}"}') }, 'x').data).toBe('{"id": "x"}');
});

test('a header is text that HTTP can carry', () => {
  const headers = { 'x-user': t('u{resources.u.id}'), 'x-none': null };
  expect(fill({ headers }, 7).headers).toEqual({ 'x-user': 'u7', 'x-none': null });
  expect(() => fill({ headers }, 'a\r\nb: c')).toThrow(/line feed/);
  expect(() => fill({ headers }, undefined)).toThrow(SourceError);
});
