// A state as text: what is written is read back, digit by digit, and nothing else is taken for one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toExact } from '../../src/core/exact-number.ts';
import { parseState, stateText } from '../../src/run/state-text.ts';

const value = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.integer(),
  fc.bigInt().map((big) => toExact(String(big))),
  fc.constant(toExact('0.12345678901234567890123')),
);
const hash = fc.string({ minLength: 22, maxLength: 22 });
const seen = fc.array(fc.tuple(fc.oneof(value, fc.constant(null)), hash, hash));
const cursor = fc.record({ value, seen }, { requiredKeys: [] });
const keys = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '7', ''));
const resource = fc.dictionary(keys, cursor, { noNullPrototype: true });

test('is read back as it was', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.tuple(keys, resource)), (pipeline, resources) => {
      const state = {
        pipeline,
        resources: new Map(
          resources.map(([name, partitions]) => [
            name,
            { of: undefined, partitions: new Map(Object.entries(partitions)) },
          ]),
        ),
      };
      const text = stateText(state);
      expect(stateText(parseState(text, 'state'))).toBe(
        stateText(parseState(stateText(parseState(text, '')), '')),
      );
      expect([...parseState(text, 'state').resources.keys()].sort()).toEqual(
        [...state.resources.keys()].sort(),
      );
      for (const [name, { partitions }] of parseState(text, 'state').resources) {
        const before = state.resources.get(name)?.partitions ?? new Map();
        expect(partitions.size).toBe(before.size);
        for (const [key, one] of partitions) expect(String(one.value)).toBe(String(before.get(key)?.value));
      }
    }),
  );
});

test('thirty thousand partitions: each exact, in one text', () => {
  const partitions = new Map(
    Array.from({ length: 30_000 }, (_, i) => [`users.id=${i}`, { value: 9007199254740993n + BigInt(i) }]),
  );
  const text = stateText({ pipeline: 'crm', resources: new Map([['posts', { of: undefined, partitions }]]) });
  const read = parseState(text, 'state').resources.get('posts')?.partitions;
  expect(read?.size).toBe(30_000);
  expect(read?.get('users.id=29999')).toEqual({ value: 9007199254770992n });
});

test.each(['', '[]', 'null', '{}', '{"version": 1, "pipeline": "a", "resources": []}'])(
  '%s is none',
  (text) => {
    expect(() => parseState(text, 'state')).toThrow(/damaged/);
  },
);
