import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DATA_TYPES } from '../../../src/columns/index.ts';
import type { JsonRecord } from '../../../src/core/batch.ts';
import { exactStringify, toJsonText } from '../../../src/core/json.ts';
import { parseJson } from '../../../src/core/parse-json.ts';
import { createLineEncoder } from '../../../src/sinks/formats/ndjson.ts';
import { normalize } from '../../../src/stages/normalize.ts';
import { contextFor } from '../../../src/stages/stage.ts';
import { batchOf, columnOf, resourcePlan } from '../../helpers/plans.ts';

const columns = DATA_TYPES.map((type) => columnOf(type, type));
const declared = resourcePlan({ columns });

const value = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom('2024-05-06T07:08:09Z', '"', '\u2028\u0000\r\n', '\ud800', '🙂', '__proto__'),
);

describe('write then read is identity', () => {
  test('without columns', () => {
    const encode = createLineEncoder(resourcePlan(), false);
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string({ unit: 'binary' }), value)), (records) => {
        const text = encode(records).toString();
        expect(text.split('\n').length - 1).toBe(records.length);
        // Compared as text, in which 2^53 is the same as a number and as a BigInt.
        expect(
          text
            .split('\n')
            .filter(Boolean)
            .map((line) => parseJson(line))
            .map(toJsonText),
        ).toEqual(records.map(toJsonText));
      }),
      { numRuns: 500 },
    );
  });

  test('with columns of every type, and undeclared fields behind them', () => {
    const encode = createLineEncoder(declared, false);
    const record = fc.dictionary(fc.oneof(fc.constantFrom(...DATA_TYPES), fc.string()), value);
    fc.assert(
      fc.property(fc.array(record), (records) => {
        const stage = normalize.create(
          { ...declared, schema_contract: { columns: 'evolve', data_type: 'discard_value' } },
          contextFor(normalize),
        );
        const normal = stage?.push(batchOf(records as JsonRecord[])).records ?? [];
        const read = encode(normal)
          .toString()
          .split('\n')
          .filter(Boolean)
          .map((line) => parseJson(line)) as JsonRecord[];
        expect(read.map(toJsonText)).toEqual(normal.map(toJsonText));
      }),
      { numRuns: 500 },
    );
  });

  test('odd texts: valid UTF-8, the same after reading', () => {
    const record = { text: 'a\ud800b\u2028\u2029\u0000\r\n🙂', json: { k: '\udfff' } };
    for (const plan of [
      resourcePlan(),
      resourcePlan({ columns: [columnOf('text', 'text'), columnOf('json', 'json')] }),
    ]) {
      const bytes = Buffer.from(createLineEncoder(plan, false)([record]));
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      expect(text).not.toContain('\ufffd');
      expect(JSON.parse(text)).toEqual(record);
    }
  });
});

test('null stays null for every type', () => {
  const record = Object.fromEntries(DATA_TYPES.map((type) => [type, null]));
  expect(JSON.parse(createLineEncoder(declared, false)([record]).toString())).toEqual(record);
});

test('several resources on one stdout: _resource comes first', () => {
  const encode = createLineEncoder(resourcePlan(), true);
  expect(encode([{ id: 1 }, {}]).toString()).toBe('{"_resource":"things","id":1}\n{"_resource":"things"}\n');
  expect(() => encode([{ _resource: 'x' }])).toThrow(/_resource/);
});

test('law: a page is its records, a line each, whatever is nested in them', () => {
  const columns = [columnOf('id', 'json'), columnOf('more', 'json')];
  const encode = createLineEncoder(resourcePlan({ columns }), false);
  const nasty = fc.constantFrom<unknown>(
    '},{"id":',
    '"},{"id":',
    [{ id: 1 }, { id: 2 }],
    { id: [{ id: 3 }] },
    '\n',
    9007199254740993n,
  );
  const json = fc.oneof(nasty, fc.jsonValue());
  fc.assert(
    fc.property(fc.array(fc.record({ id: json, more: json })), (records) => {
      const lines = encode(records as JsonRecord[]).toString();
      expect(lines).toBe(records.map((record) => `${exactStringify(record)}\n`).join(''));
    }),
    { numRuns: 1000 },
  );
});
