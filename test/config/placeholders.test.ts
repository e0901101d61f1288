import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillText, type PlaceholderText } from '../../src/config/placeholders.ts';
import type { Template } from '../../src/config/template.ts';

const names = {
  secret: (name: string) => (name === 'token' ? { value: 'a/b' } : { fault: `no secret ${name}` }),
  variable: (name: string) => (name === 'SINCE' ? { value: '2024' } : { fault: `no variable ${name}` }),
};

function fill(text: string, more: Partial<PlaceholderText> = {}) {
  const where = { isSent: true, isPath: false, isOfEndpoint: true, ...more };
  const faults: string[] = [];
  return { text: fillText(text, where, names, (fault) => faults.push(fault)), faults };
}

describe('fillText', () => {
  test.each<[string, string]>([
    ['Token {secrets.token}', 'Token a/b'],
    ['since {env.SINCE}-01', 'since 2024-01'],
    ['{secrets.token}{env.SINCE}', 'a/b2024'],
    ['query { user { id } }', 'query { user { id } }'],
    ['query {{ user {{ id }}}}', 'query { user { id }}'],
    ['{{secrets.token}}', '{secrets.token}'],
    ['{"a": 1.5, "b": {}}', '{"a": 1.5, "b": {}}'],
    ['{name}', '{name}'],
    ['{', '{'],
    ['}}', '}}'],
  ])('%s', (written, expected) => expect(fill(written)).toEqual({ text: expected, faults: [] }));

  test.each<[string, RegExp]>([
    ['{secrets.other}', /no secret other/],
    ['{env.OTHER}', /no variable OTHER/],
    ['{secret.token}', /nothing fills \{secret\.token\} \(did you mean "secrets"\?\)/],
    ['{unknown.x}', /nothing fills \{unknown\.x\}; known are/],
    ['a {unknown.x[0].y} b', /double every brace/],
  ])('%s is said to be unfilled', (written, fault) => {
    expect(fill(written).faults).toEqual([expect.stringMatching(fault)]);
  });

  test('each that is not filled is said', () => {
    expect(fill('{secrets.a} {env.B} {other.c.d}').faults).toHaveLength(3);
  });

  test('what is not sent is left alone but for secrets and variables', () => {
    const where = { isSent: false };
    expect(fill('{{ not response.a }} {unknown.x} {env.SINCE}', where)).toEqual({
      text: '{{ not response.a }} {unknown.x} 2024',
      faults: [],
    });
  });

  test('in a path a secret is encoded, and braces that were doubled stay braces', () => {
    const where = { isPath: true };
    expect(fill('/hooks/{secrets.token}/{env.SINCE}/{id}', where).text).toBe('/hooks/a%2Fb/2024/{id}');
    expect(fill('/a/{{b}}', where).text).toBe('/a/%7Bb%7D');
  });

  test('doubling every brace sends any text as it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', 'a', '.', 'secrets', ' ') }), (text) => {
        fc.pre(text.indexOf('{') !== -1 && text.lastIndexOf('}') > text.indexOf('{'));
        const doubled = text.replace(/[{}]/g, '$&$&');
        expect(fill(doubled)).toEqual({ text, faults: [] });
      }),
    );
  });

  test('a value of a parent, or of the last run, makes a template', () => {
    const { text, faults } = fill('{env.SINCE}/{resources.users.owner.id}, {incremental.start_value}');
    expect(faults).toEqual([]);
    expect(String(text)).toBe('2024/{resources.users.owner.id}, {incremental.start_value}');
    expect((text as Template).references.map(({ key }) => key)).toEqual([
      'resources.users.owner.id',
      'incremental.start_value',
    ]);
    expect((fill('{resources.users.id}').text as Template).whole?.rest).toBe('users.id');
    expect(fill('users/{resources.users.id}', { isPath: true }).text).toBe('users/{resources.users.id}');
  });

  test('in what is no endpoint it is said to be unfilled; in what is not sent it is text', () => {
    const { faults } = fill('{resources.users.id}', { isOfEndpoint: false });
    expect(faults).toEqual([expect.stringMatching(/in a resource’s endpoint alone/)]);
    expect(fill('{resources.users.id}', { isOfEndpoint: false, isSent: false })).toEqual({
      text: '{resources.users.id}',
      faults: [],
    });
  });
});
